package dev.straddle.cli;

import dev.straddle.model.GuestSpec;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Specs;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The kernel variant and the guest that a command boots. */
final class KernelOnGuest {

  @Parameters(
      index = "0",
      paramLabel = "KERNEL/VARIANT",
      description = "As straddle kernels lists.")
  private String kernel;

  @Parameters(index = "1", paramLabel = "GUEST", description = "As straddle guests lists.")
  private String guest;

  /** To be filled in by the command line. */
  KernelOnGuest() {}

  KernelOnGuest(String kernel, String guest) {
    this.kernel = kernel;
    this.guest = guest;
  }

  /** Both files, or all there are when one is not there, so that known names can be listed. */
  Catalogue catalogue(Path home) {
    return catalogue(home, kernel, guest);
  }

  static Catalogue catalogue(Path home, String kernel, String guest) {
    Catalogue both = Specs.only(home, kernel.split("/", 2)[0], guest);
    return both.kernels().isEmpty() || both.guests().isEmpty() ? Specs.load(home) : both;
  }

  /**
   * The kernel variant.
   *
   * @throws BadInputException when the catalogue has no such kernel or variant, or a faulty one
   */
  Requested.KernelVariant kernel(Catalogue catalogue) {
    return Requested.kernel(catalogue, kernel);
  }

  /**
   * The guest.
   *
   * @throws BadInputException when the catalogue has no such guest, or a faulty one
   */
  GuestSpec guest(Catalogue catalogue) {
    return Requested.guest(catalogue, guest);
  }
}
