package dev.straddle.cli;

import dev.straddle.plan.Requested;
import dev.straddle.spec.Library;
import dev.straddle.view.Names;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** The kernel variant and the guest that a command boots. */
final class KernelOnGuest {

  /** For the help of every command that takes one. */
  static final String KERNEL =
      "As straddle kernels lists; or a variant of a file, path/to/kernel.yaml/VARIANT; or an image,"
          + " path/to/bzImage.";

  /** For the help of every command that takes one. */
  static final String GUEST = "As straddle guests lists, or the path of a YAML file.";

  @Parameters(
      index = "0",
      paramLabel = "KERNEL/VARIANT",
      description = KERNEL,
      completionCandidates = Names.KernelsOrCells.class)
  private String kernel;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "GUEST",
      description = GUEST + " Left out where a cell is named: KERNEL/VARIANT@GUEST.",
      completionCandidates = Names.Guests.class)
  private Optional<String> guest;

  /**
   * Both, and the seed in a cell's name.
   *
   * @throws dev.straddle.model.BadInputException with all that is wrong with either
   */
  Requested.Boot read(Library library) {
    return Requested.boot(library, kernel, guest);
  }

  /** The second word where the first names both; it is no guest then. */
  Optional<String> beyondCell() {
    Optional<String> word = Requested.isCell(kernel) ? guest : Optional.empty();
    guest = word.isPresent() ? Optional.empty() : guest;
    return word;
  }
}
