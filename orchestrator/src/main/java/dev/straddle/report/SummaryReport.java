package dev.straddle.report;

import dev.straddle.model.AppliedPatch;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.RunRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.UnreadableRunException;
import dev.straddle.text.Ansi;
import dev.straddle.text.Paint;
import dev.straddle.text.Shell;
import dev.straddle.text.TextTable;
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
  private static final int MAX_PATCHES = 30;

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

  /** What became of a run, in a line of a list. */
  public static String line(Path run, Ansi ansi) {
    String id = run.getFileName().toString();
    try {
      return RunDirectory.open(run)
          .record()
          .map(record -> "%s  %s".formatted(ansi.bold(id), word(record, ansi)))
          .orElseGet(
              () ->
                  "%s  %s"
                      .formatted(ansi.bold(id), ansi.yellow("not finished; straddle judge " + id)));
    } catch (UnreadableRunException e) {
      return id + "  " + e.getMessage();
    }
  }

  private static String word(RunRecord record, Ansi ansi) {
    String answer = Answer.of(record).inShort();
    return record.verdict().exitStatus() == 0 ? ansi.green(answer) : ansi.red(answer);
  }

  /** The summary, ending in a line feed. */
  public static String text(RunRecord run, Style style) {
    Paint paint = new Paint(style.colour());
    StringBuilder text = new StringBuilder();
    for (Matrix matrix : Matrix.of(run)) {
      text.append(table(matrix).text(style.width(), paint)).append('\n');
    }
    Answer answer = Answer.of(run);
    StringBuilder said = new StringBuilder();
    answer
        .sentences()
        .forEach(line -> said.append(TextTable.wrap(Visible.line(line), style.width(), "")));
    text.append(paint.tone(answer.tone(), said.toString().stripTrailing())).append("\n\n");
    crashes(run, style, text);
    series(run, style, text);
    run.kernels()
        .forEach(
            k ->
                text.append(
                    "%s/%s: %s, build id %s\n"
                        .formatted(k.kernel(), k.variant(), k.release(), shortened(k.buildId()))));
    run.buildFailures()
        .forEach(
            f ->
                text.append(
                    "%s/%s: not built, %s: %s\n"
                        .formatted(f.kernel(), f.variant(), f.step(), firstLine(f.message()))));
    text.append(
        TextTable.wrap(
            "%s, %s; %s"
                .formatted(run.host().qemu(), run.host().accelerator(), run.host().system()),
            style.width(),
            ""));
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
    boolean spoilt = run.verdict().cells().stream().anyMatch(CellVerdict::spoiltOnDisk);
    String again =
        spoilt && run.matrix().canGoOn()
            ? "boot again what is damaged: straddle run --resume "
                + Shell.quoted(directory.toString())
                + "\n"
            : "";
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
        .collect(Collectors.joining("", again, ""));
  }

  private static TextTable table(Matrix matrix) {
    TextTable table = new TextTable().row(matrix.kernel(), "head");
    matrix.rows().forEach(row -> table.field(row.variant(), "head"));
    boolean paired = matrix.pairs().stream().anyMatch(Optional::isPresent);
    if (paired) {
      table.field("together", "head").field("expected", "head");
    }
    for (int g = 0; g < matrix.guests().size(); g++) {
      table.row("  " + matrix.guests().get(g), "");
      for (Matrix.Row row : matrix.rows()) {
        table.field(words(row.squares().get(g)), tone(row.squares().get(g)));
      }
      Optional<PairVerdict> pair = matrix.pairs().get(g);
      if (paired) {
        table
            .field(pair.map(Words::pair).orElse(""), pair.map(Words::tone).orElse(""))
            .field(pair.map(Words::expected).orElse(""), "");
      }
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
                  "  first in %s, console.log:%d\n\n"
                      .formatted(verdict.cell(), finding.place().firstLine()));
        }
      }
    }
    if (titles.size() > MAX_TITLES) {
      text.append("%d further titles\n\n".formatted(titles.size() - MAX_TITLES));
    }
  }

  /** What was tried: the patches, each with its id. */
  private static void series(RunRecord run, Style style, StringBuilder text) {
    Set<List<AppliedPatch>> told = new LinkedHashSet<>();
    for (String kernel : run.cells().stream().map(CellId::kernel).distinct().toList()) {
      SeriesWords.of(run, kernel)
          .filter(series -> told.add(series.patches()))
          .ifPresent(
              series -> {
                text.append(TextTable.wrap(Visible.line(series.name()) + ":", style.width(), ""));
                series.patches().stream()
                    .limit(MAX_PATCHES)
                    .map(
                        p -> p.subject() + (p.id().isEmpty() ? "" : " (" + shortened(p.id()) + ")"))
                    .forEach(
                        p -> text.append(TextTable.wrap(Visible.line(p), style.width(), "  ")));
                if (series.patches().size() > MAX_PATCHES) {
                  text.append("  and %d more\n".formatted(series.patches().size() - MAX_PATCHES));
                }
                text.append('\n');
              });
    }
  }

  private static String shortened(String hex) {
    return hex.substring(0, Math.min(12, hex.length()));
  }

  private static String firstLine(String message) {
    return Visible.line(message.lines().findFirst().orElse(""));
  }
}
