package dev.straddle.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.BadInputException;
import dev.straddle.spec.Library;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MistakenNamesTest {

  private final Library library = new Library(Path.of(".."), Optional.empty());

  @Test
  void aCellNamesItsGuestAlready() {
    assertThatThrownBy(
            () ->
                Requested.boot(
                    library, "linux-6.12/patched@pgd-straddle", Optional.of("pgd-aligned")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("names its guest already")
        .hasMessageContaining("linux-6.12/patched pgd-aligned");
  }

  @Test
  void aFileThatIsThereAndNoMatrixIsToldAsThat() {
    assertThatThrownBy(() -> Requested.matrix(library, "../README.md"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("../README.md is no matrix");
  }
}
