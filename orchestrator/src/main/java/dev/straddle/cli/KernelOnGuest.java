package dev.straddle.cli;

import dev.straddle.model.GuestSpec;
import dev.straddle.spec.Catalogue;
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
