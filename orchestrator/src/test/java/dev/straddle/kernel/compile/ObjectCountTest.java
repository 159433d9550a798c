package dev.straddle.kernel.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectCountTest {

  private static final Map<String, String> OPTIONS =
      Map.of("CONFIG_A", "y", "CONFIG_B", "m", "CONFIG_C", "n", "CONFIG_D", "8");

  @TempDir Path dir;
  private ObjectCount count;

  @BeforeEach
  void begin() {
    count = new ObjectCount(dir.resolve("count"));
  }

  @Test
  void aFirstBuildIsGuessedFromTheOptionsThatAreOn() throws Exception {
    assertThat(count.expected(OPTIONS)).isEqualTo(5);
  }

  @Test
  void aSecondBuildIsGuessedFromTheFirstAndLaterOnesFromTheLast() throws Exception {
    count.remember(1431);
    assertThat(count.expected(OPTIONS)).isEqualTo(1002);
    count.remember(979);
    assertThat(count.expected(OPTIONS)).isEqualTo(979);
    count.remember(33);
    assertThat(count.expected(OPTIONS)).isEqualTo(33);
    assertThat(Files.readAllLines(dir.resolve("count"))).containsExactly("1431", "33");
  }

  @Test
  void aNoteOfEarlierVersionsIsThatOfAFirstBuild() throws Exception {
    Files.writeString(dir.resolve("count"), "1000");
    assertThat(count.expected(OPTIONS)).isEqualTo(700);
    count.remember(650);
    assertThat(count.expected(OPTIONS)).isEqualTo(650);
  }
}
