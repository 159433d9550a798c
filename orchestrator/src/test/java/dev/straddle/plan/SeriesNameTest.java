package dev.straddle.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesNameTest {

  @TempDir private Path home;

  @Test
  void aSeriesThatShipsIsFoundByItsNameAndAMisspeltOneIsGuessed() throws Exception {
    Path shipped = Files.createDirectories(home.resolve("kernels/patches/pgtable-sync/linux-6.1"));

    assertThat(SeriesName.place(home, "pgtable-sync")).isEqualTo(shipped.getParent());
    assertThat(SeriesName.place(home, "pgtable-sync/linux-6.1")).isEqualTo(shipped);
    assertThatThrownBy(() -> SeriesName.place(home, "pgtable-snyc"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("did you mean 'pgtable-sync'?");
  }

  @Test
  void nothingOutsideShips() throws Exception {
    Files.createDirectories(home.resolve("kernels/patches"));
    Files.createDirectories(home.resolve("kernels/other"));
    assertThatThrownBy(() -> SeriesName.place(home, "../other"))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void aPathComesFirst() {
    assertThat(SeriesName.place(home, home.toString())).isEqualTo(home);
  }
}
