package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Recorded consoles in the forms in which people hand on what a kernel said. Each console is tried
 * in every few of the forms here; benchmarks/log-forms.sh tries them all.
 */
class LogFormsTest {

  private static final Path CONSOLES = Path.of("src/test/resources/consoles");
  private static final int EVERY = 37;
  private static final double MIN_DETECTED = 0.998;
  private static final double MIN_TITLES = 0.99;

  @Test
  void crashesKeepTheirTitlesInWhateverForm() throws IOException {
    LogReport.Tally tally = LogReport.ofForms(CONSOLES, "", EVERY).total();
    assertThat(tally.falseAlarms).as("%s", tally).isZero();
    assertThat(tally.share(tally.detected)).as("%s", tally).isGreaterThanOrEqualTo(MIN_DETECTED);
    assertThat(tally.share(tally.titles)).as("%s", tally).isGreaterThanOrEqualTo(MIN_TITLES);
  }

  @Test
  void hardLogsAreNamedAsExpected() throws IOException {
    Path folder = CorpusTest.find().map(c -> c.resolveSibling("hard-logs")).orElse(Path.of("none"));
    assumeTrue(Files.exists(folder.resolve("expected.tsv")), "no shared/hard-logs: not measured");
    assertThat(LogReport.ofHardLogs(folder)).isEmpty();
  }
}
