package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTreeTest {

  @TempDir private Path above;

  @Test
  void aTreeIsRefusedWhereGitCannotTellWhatIsSource() throws Exception {
    Path tree = Files.createDirectory(above.resolve("linux"));
    assertThatThrownBy(() -> KernelTree.check(tree))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(tree + " is no kernel tree");
    Files.createFile(tree.resolve("Kbuild"));
    assertThatThrownBy(() -> KernelTree.check(tree))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(tree + " is no git work tree");
    Files.createFile(above.resolve(".git"));
    assertThatCode(() -> KernelTree.check(tree)).doesNotThrowAnyException();
  }
}
