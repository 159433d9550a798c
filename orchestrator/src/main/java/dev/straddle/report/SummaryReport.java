package dev.straddle.report;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.RunRecord;
import dev.straddle.text.Paint;
import dev.straddle.text.Shell;
import dev.straddle.text.Visible;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A run on one screen: the verdicts as a table, the sentence, the crashes, what was run. */
public final class SummaryReport {

  private static final int MAX_TITLES = 8;

  private SummaryReport() {}

  /**
   * How to write it.
   *
   * @param width columns of the terminal
   * @param colour whether to colour the verdicts with ANSI escapes
   */
  public record Style(int width, boolean colour) {

    /** For files and mails. */
    public static final Style MAIL = new Style(76, false);
  }

  /** What a boot by hand may shed light on: there was one, and it did not pass. */
  private static final Set<Outcome> REPEATABLE =
      Set.of(Outcome.OOPS, Outcome.WARN, Outcome.HANG, Outcome.UNPROVEN);

  /** The summary, ending in a line feed. */
  public static String text(RunRecord run, Style style) {
    Paint paint = new Paint(style.colour());
    StringBuilder text = new StringBuilder();
    for (Matrix matrix : Matrix.of(run)) {
      text.append(table(matrix).text(style.width(), paint)).append('\n');
    }
    String sentence = TextTable.wrap(Visible.line(run.verdict().sentence()), style.width(), "");
    text.append(paint.tone(Words.statusTone(run.verdict().exitStatus()), sentence.stripTrailing()))
        .append("\n\n");
    crashes(run, style, text);
    run.kernels()
        .forEach(
            k ->
                text.append(
                    "%s/%s: %s, build id %s\n"
                        .formatted(k.kernel(), k.variant(), k.release(), k.buildId())));
    run.buildFailures()
        .forEach(
            f ->
                text.append(
                    "%s/%s: not built, %s: %s\n"
                        .formatted(f.kernel(), f.variant(), f.step(), firstLine(f.message()))));
    text.append(
        "%s, %s; %s\n".formatted(run.host().qemu(), run.host().accelerator(), run.host().system()));
    return text.append("straddle %s, run %s\n".formatted(run.straddleVersion(), run.id()))
        .toString();
  }

  /**
   * How to repeat by hand the boots that came out otherwise than expected, one per line; empty when
   * everything is as expected.
   *
   * @param directory of the run
   */
  public static String nextSteps(RunRecord run, Path directory) {
    Set<String> surprising =
        run.verdict().pairs().stream()
            .filter(p -> !p.asExpected())
            .map(p -> p.kernel() + "@" + p.guest())
            .collect(Collectors.toSet());
    return run.verdict().cells().stream()
        .filter(c -> REPEATABLE.contains(c.outcome()))
        .filter(c -> surprising.contains(c.cell().kernel() + "@" + c.cell().guest()))
        .limit(3)
        .map(
            c ->
                "repeat by hand: sh "
                    + Shell.quoted(
                        directory
                            .resolve("cells")
                            .resolve(c.cell().directoryName())
                            .resolve("qemu.sh")
                            .toString())
                    + "\n")
        .collect(Collectors.joining());
  }

  private static TextTable table(Matrix matrix) {
    TextTable table = new TextTable().row(matrix.kernel(), "head");
    matrix.guests().forEach(guest -> table.field(guest, "head"));
    for (Matrix.Row row : matrix.rows()) {
      table.row("  " + row.variant(), "");
      row.squares().forEach(square -> table.field(words(square), tone(square)));
    }
    if (matrix.pairs().stream().anyMatch(Optional::isPresent)) {
      table.row("  together", "");
      for (Optional<PairVerdict> pair : matrix.pairs()) {
        table.field(
            pair.map(p -> p.outcome().name()).orElse(""),
            pair.map(p -> Words.tone(p.outcome(), p.expected())).orElse(""));
      }
      table.row("  expected", "");
      matrix.pairs().forEach(p -> table.field(p.map(v -> v.expected().name()).orElse(""), ""));
    }
    return table;
  }

  private static String words(Matrix.Square square) {
    List<String> words = new ArrayList<>();
    for (Matrix.Count count : square.counts()) {
      words.add(count.text() + (count.times() > 1 ? " x" + count.times() : ""));
    }
    return String.join(", ", words);
  }

  private static String tone(Matrix.Square square) {
    return square.counts().size() == 1 ? square.counts().get(0).tone() : "";
  }

  private static void crashes(RunRecord run, Style style, StringBuilder text) {
    Set<String> titles = new LinkedHashSet<>();
    for (CellVerdict verdict : run.verdict().cells()) {
      for (Finding finding : verdict.findings()) {
        if (titles.add(finding.title()) && titles.size() <= MAX_TITLES) {
          String title = Visible.line(finding.title());
          text.append(TextTable.wrap(title, style.width(), ""))
              .append(
                  "  first in %s, console lines %d to %d\n\n"
                      .formatted(verdict.cell(), finding.firstLine(), finding.lastLine()));
        }
      }
    }
    if (titles.size() > MAX_TITLES) {
      text.append("%d further titles\n\n".formatted(titles.size() - MAX_TITLES));
    }
  }

  private static String firstLine(String message) {
    return Visible.line(message.lines().findFirst().orElse(""));
  }
}
