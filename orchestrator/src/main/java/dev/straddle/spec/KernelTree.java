package dev.straddle.spec;

import dev.straddle.model.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A directory of a user's that is to be built as it stands. */
public final class KernelTree {

  private KernelTree() {}

  /** Whether it looks like one: each has a {@code Kbuild} at its top. */
  public static boolean isOne(Path directory) {
    return Files.isRegularFile(directory.resolve("Kbuild"));
  }

  /**
   * Refuses what cannot be built.
   *
   * @throws BadInputException when it is no kernel tree, or git does not know what in it is source
   */
  public static void check(Path tree) {
    if (!isOne(tree)) {
      throw new BadInputException(
          tree + " is no kernel tree", "name a folder that has Kbuild at its top");
    }
    boolean known =
        Stream.iterate(tree.toAbsolutePath().normalize(), up -> up != null, Path::getParent)
            .anyMatch(up -> Files.exists(up.resolve(".git")));
    if (!known) {
      throw new BadInputException(
          tree + " is no git work tree",
          "make it one, so that straddle knows what is source: git init && git add -A && git commit"
              + " -m base");
    }
  }
}
