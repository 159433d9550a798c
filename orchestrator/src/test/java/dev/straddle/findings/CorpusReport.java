package dev.straddle.findings;

import dev.straddle.model.Finding;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the parser with the titles of a corpus, one line per mismatch. */
final class CorpusReport {

  /** A tally of one tier. */
  static final class Tier {
    int crashes;
    int detected;
    int titles;
    int types;
    int alternatives;
    int panicked;
    int starts;
    int quiet;
    int falseAlarms;
    int damaged;

    double titleShare() {
      return crashes == 0 ? 1 : (double) titles / crashes;
    }

    double detectionShare() {
      return crashes == 0 ? 1 : (double) detected / crashes;
    }

    @Override
    public String toString() {
      return String.format(
          "%d crashes: detected %.1f%%, title %.1f%%, type %d, alternatives %d, panicked %d,"
              + " first line %d, damaged %d; %d quiet logs, %d false alarms",
          crashes,
          100 * detectionShare(),
          100 * titleShare(),
          types,
          alternatives,
          panicked,
          starts,
          damaged,
          quiet,
          falseAlarms);
    }
  }

  private final Map<String, Tier> tiers = new LinkedHashMap<>();
  private LogKind kind;
  private final List<String> mismatches = new ArrayList<>();

  /** Reads every file of the folder that the index names with a tier. */
  static CorpusReport of(Path corpus, Path folder, LogKind kind) throws IOException {
    CorpusReport report = new CorpusReport();
    report.kind = kind;
    for (String row : Files.readAllLines(corpus.resolve("index.tsv"))) {
      String[] cells = row.split("\t", -1);
      Path file = folder.resolve(cells[0]);
      if (cells[0].equals("file") || !Files.exists(file)) {
        continue;
      }
      report.add(CorpusFile.read(file), cells[2]);
    }
    return report;
  }

  Tier tier(String name) {
    return tiers.computeIfAbsent(name, n -> new Tier());
  }

  private void add(CorpusFile file, String tierName) {
    Tier tier = tier(tierName);
    FindingParser parser =
        kind == LogKind.ANY_LOG ? FindingParser.tolerant() : FindingParser.standard();
    parser.accept(file.log(), 0, file.log().length);
    List<Finding> findings = parser.finish();
    if (file.title().isEmpty()) {
      tier.quiet++;
      if (!findings.isEmpty()) {
        tier.falseAlarms++;
        mismatch(tierName, file, "nothing", findings.get(0).title());
      }
      return;
    }
    tier.crashes++;
    if (findings.isEmpty()) {
      mismatch(tierName, file, file.title(), "nothing");
      return;
    }
    tier.detected++;
    Finding first = findings.get(0);
    if (first.title().equals(file.title())) {
      tier.titles++;
    } else {
      mismatch(tierName, file, file.title(), first.title());
    }
    if (first.type().equals(file.type().isEmpty() ? first.type() : file.type())) {
      tier.types++;
    } else {
      mismatch(tierName, file, "type " + file.type(), first.type());
    }
    if (first.alternativeTitles().equals(file.alternatives())) {
      tier.alternatives++;
    } else if (first.title().equals(file.title())) {
      mismatch(tierName, file, "alternatives " + file.alternatives(), first.alternativeTitles());
    }
    if (first.aftermath().panicked() == file.panicked()) {
      tier.panicked++;
    } else {
      mismatch(tierName, file, "panicked " + file.panicked(), first.aftermath().panicked());
    }
    if (first.evidence().damaged() == file.corrupted()) {
      tier.damaged++;
    } else {
      mismatch(tierName, file, "damaged " + file.corrupted(), first.evidence().damaged());
    }
    if (startsAt(file, first)) {
      tier.starts++;
    } else {
      mismatch(tierName, file, "start " + file.start(), first.report().extract().get(0));
    }
  }

  private static boolean startsAt(CorpusFile file, Finding first) {
    String text = new String(file.log(), java.nio.charset.StandardCharsets.ISO_8859_1);
    int expected = text.indexOf(file.start());
    return expected >= 0
        && expected >= first.place().startByte()
        && expected < first.place().endByte();
  }

  private void mismatch(String tier, CorpusFile file, Object expected, Object got) {
    mismatches.add(String.format("%s\t%s\t%s\t%s", tier, file.name(), expected, got));
  }

  void print(PrintStream out) {
    mismatches.forEach(out::println);
    tiers.forEach((name, tier) -> out.println("tier " + name + ": " + tier));
  }

  public static void main(String[] args) throws IOException {
    of(Path.of(args[0]), Path.of(args[1]), LogKind.valueOf(args[2])).print(System.out);
  }
}
