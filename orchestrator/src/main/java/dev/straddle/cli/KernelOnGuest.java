package dev.straddle.cli;

import dev.straddle.plan.Requested;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The kernel variant and the guest that a command boots. */
final class KernelOnGuest {

  /** For the help of every command that takes one. */
  static final String KERNEL =
      "As straddle kernels lists, or a variant of a file: path/to/kernel.yaml/VARIANT.";

  /** For the help of every command that takes one. */
  static final String GUEST = "As straddle guests lists, or the path of a YAML file.";

  @Parameters(index = "0", paramLabel = "KERNEL/VARIANT", description = KERNEL)
  private String kernel;

  @Parameters(index = "1", paramLabel = "GUEST", description = GUEST)
  private String guest;

  /**
   * Both.
   *
   * @throws BadInputException with all that is wrong with either
   */
  Requested.Boot read(Path home) {
    return Requested.boot(home, kernel, guest);
  }
}
