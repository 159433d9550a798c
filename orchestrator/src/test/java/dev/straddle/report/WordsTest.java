package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Proof;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the guest ran this build | the guest did not run this build",
        "the probe succeeded | the probe did not succeed",
        "pmem0 at the planned place | pmem0 not at the planned place",
        "page structures of pmem0 as asked for | page structures of pmem0 not as asked for",
        "every processor went on | not every processor went on",
        "watched to its end | not watched to its end",
        "module dax is loaded | module dax is not loaded",
        "/proc/x holds 'a probe succeeded' | /proc/x does not hold 'a probe succeeded'",
        "a console line like it succeeded | no console line like it succeeded",
        "no console line like it is bound | a console line like it is bound",
        "paging mode | paging mode",
      })
  void aClaimThatFailsIsDenied(String claim, String denied) {
    assertThat(Words.claim(new Proof(claim, Proof.Status.FAILS, ""))).isEqualTo("✗ " + denied);
    assertThat(Words.claim(new Proof(claim, Proof.Status.HOLDS, ""))).isEqualTo("✓ " + claim);
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
