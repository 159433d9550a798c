package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.straddle.model.Finding;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Measures the parser against the shared corpus; target/corpus-report.txt lists each mismatch. */
class CorpusTest {

  /** The shares of intact and of damaged reports that must be found, and of exact titles. */
  private static final double MIN_DETECTED_B = 0.95;

  private static final double MIN_DETECTED_A = 1.0;
  private static final double MIN_TITLES_A = 0.98;

  private static Path corpus;
  private static CorpusReport report;

  @BeforeAll
  static void readCorpus() throws IOException {
    Optional<Path> found = find();
    assumeTrue(found.isPresent(), "no shared/corpus beside this repository: nothing is measured");
    corpus = found.orElseThrow();
    report = CorpusReport.of(corpus, corpus.resolve("reports"), LogKind.GUEST_CONSOLE);
    try (PrintStream out = new PrintStream("target/corpus-report.txt", StandardCharsets.UTF_8)) {
      report.print(out);
    }
  }

  @Test
  void intactReportsAreFoundAndGetTheTitleOfTheField() {
    CorpusReport.Tier tier = report.tier("A");
    assertThat(tier.detectionShare()).as("%s", tier).isGreaterThanOrEqualTo(MIN_DETECTED_A);
    assertThat(tier.titleShare()).as("%s", tier).isGreaterThanOrEqualTo(MIN_TITLES_A);
  }

  @Test
  void damagedReportsAreFound() {
    CorpusReport.Tier tier = report.tier("B");
    assertThat(tier.detectionShare()).as("%s", tier).isGreaterThanOrEqualTo(MIN_DETECTED_B);
  }

  @Test
  void quietLogsStayQuiet() {
    assertThat(report.tier("A").falseAlarms + report.tier("B").falseAlarms).isZero();
  }

  @Test
  void parsingAgainFromAFindingFindsItAndFromItsEndDoesNot() throws IOException {
    try (Stream<Path> files = Files.list(corpus.resolve("reports"))) {
      for (Path file : files.sorted().toList()) {
        byte[] log = CorpusFile.read(file).log();
        List<Finding> findings = parse(log, 0);
        if (findings.isEmpty()) {
          continue;
        }
        Finding first = findings.get(0);
        if (first.type().equals("REBOOT")) {
          continue; // a banner is a second one only after the first
        }
        List<Finding> again = parse(log, (int) first.place().startByte());
        assertThat(again).as("%s from its start", file).isNotEmpty();
        assertThat(again.get(0).title()).as("%s", file).isEqualTo(first.title());
        // A console may be replayed: what is printed twice is there once less.
        assertThat(times(first, parse(log, (int) first.place().endByte())))
            .as("%s from its end", file)
            .isEqualTo(times(first, findings) - 1);
      }
    }
  }

  private static long times(Finding finding, List<Finding> findings) {
    return findings.stream()
        .filter(f -> f.report().extract().equals(finding.report().extract()))
        .count();
  }

  private static List<Finding> parse(byte[] log, int from) {
    FindingParser parser = FindingParser.standard();
    parser.accept(log, from, log.length - from);
    return parser.finish();
  }

  /** The folder {@code shared/corpus} of this directory or one above. */
  static Optional<Path> find() {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      Path candidate = dir.resolve("shared/corpus");
      if (Files.isRegularFile(candidate.resolve("index.tsv"))) {
        return Optional.of(candidate);
      }
    }
    return Optional.ofNullable(System.getProperty("straddle.corpus")).map(Path::of);
  }
}
