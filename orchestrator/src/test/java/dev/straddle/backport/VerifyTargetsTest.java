package dev.straddle.backport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.BadInputException;
import dev.straddle.model.KernelSource;
import dev.straddle.plan.Requested;
import dev.straddle.spec.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTargetsTest {

  private static final Library SHIPPED =
      new Library(Path.of("..").toAbsolutePath().normalize(), Optional.empty());
  private static final VerifyTargets TARGETS =
      new VerifyTargets(SHIPPED, Optional.empty(), Optional.empty(), Set.of());

  @TempDir private Path place;

  @Test
  void aTreeIsConfiguredAsTheShippedKernelOfItsVersion() throws IOException {
    Path tree = tree("VERSION = 6\nPATCHLEVEL = 13\n");
    Requested.KernelVariant kernel = TARGETS.kernel(tree.toString());

    assertThat(kernel.name()).isEqualTo("my-tree/as-is");
    assertThat(kernel.kernel().source()).isEqualTo(new KernelSource.Directory(tree));
    assertThat(kernel.kernel().config())
        .isEqualTo(Requested.kernel(SHIPPED, "linux-6.12/unpatched").kernel().config());
  }

  @Test
  void whatIsNoTreeIsLookedForInTheCatalogue() throws IOException {
    assertThat(TARGETS.kernel("linux-6.1/patched").name()).isEqualTo("linux-6.1/patched");
    Path empty = Files.createDirectory(place.resolve("empty"));
    assertThatThrownBy(() -> TARGETS.kernel(empty.toString()))
        .isInstanceOf(BadInputException.class);
    Path odd = tree("NAME = none\n");
    assertThatThrownBy(() -> TARGETS.kernel(odd.toString()))
        .hasMessage(odd + " is no kernel: its Makefile names no VERSION");
  }

  private Path tree(String makefile) throws IOException {
    Path tree = Files.createDirectories(place.resolve("my tree"));
    Files.createDirectories(tree.resolve(".git"));
    Files.writeString(tree.resolve("Kbuild"), "");
    Files.writeString(tree.resolve("Makefile"), makefile);
    return tree;
  }
}
