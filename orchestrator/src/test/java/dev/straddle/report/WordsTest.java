package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource({
    "340, 340 ms",
    "4513, 4.51 s",
    "59940, 59.9 s",
    "466000, 7 min 46 s",
    "5400000, 1 h 30 min"
  })
  void durations(long milliseconds, String text) {
    assertThat(Words.duration(Duration.ofMillis(milliseconds))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "23410, 22.9 KiB",
    "35184372088832, 32 TiB",
    "18014398509481984, 16 PiB"
  })
  void sizes(long bytes, String text) {
    assertThat(Words.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void aCommandLineReadsBackInAShell() {
    assertThat(
            Words.shell(
                List.of(
                    "qemu", "-m", "1G,slots=4", "-no-reboot", "-append", "a 'b' $c", "disk", "")))
        .isEqualTo(
            """
            qemu \\
              -m 1G,slots=4 \\
              -no-reboot \\
              -append 'a '\\''b'\\'' $c' \\
              disk \\
              ''""");
  }
}
