package dev.straddle.report;

import dev.straddle.model.Audit;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.Observation;
import dev.straddle.model.StackFrame;
import dev.straddle.text.Ansi;
import dev.straddle.text.Paint;
import dev.straddle.text.TextTable;
import dev.straddle.text.Visible;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a single boot came to, for a person. */
public final class BootText {

  private static final int MAX_FRAMES = 8;
  private static final String INDENT = "  ";

  private BootText() {}

  /**
   * Prints it.
   *
   * @param findings those of the verdict, with the source lines of their frames where known
   * @param directory the files of the boot
   * @param width columns of the terminal
   */
  public static void print(
      Observation seen,
      CellVerdict verdict,
      List<Finding> findings,
      Path directory,
      int width,
      Ansi ansi,
      PrintWriter out) {
    Paint paint = new Paint(ansi.enabled());
    String word = verdict.outcome().name();
    boolean told = findings.stream().anyMatch(f -> f.title().equals(verdict.reason()));
    String line = verdict.cell() + ": " + word + (told ? "" : ", " + verdict.reason());
    String wrapped = TextTable.wrap(Visible.line(line), width, "");
    String tone = Words.tone(verdict.outcome());
    out.print(wrapped.replaceFirst(word, paint.tone(tone, word)));
    for (Finding finding : findings) {
      print(finding, seen.console().file(), width, ansi, out);
    }
    seen.audits().stream()
        .filter(audit -> !audit.gaps().isEmpty())
        .forEach(audit -> print(audit, width, out));
    if (findings.isEmpty()) {
      verdict.proofs().forEach(p -> wrapped(Words.claim(p) + ": " + p.evidence(), width, out));
    }
    seen.note().ifPresent(note -> wrapped("note: " + note, width, out));
    out.println(INDENT + "took " + Words.duration(seen.took()) + "; files in");
    out.println(INDENT + directory);
    out.flush();
  }

  /** A crash: its name, where it stands, and the innermost frames. */
  private static void print(
      Finding finding, String console, int width, Ansi ansi, PrintWriter out) {
    out.print(
        ansi.bold(TextTable.wrap(Visible.line(finding.title()), width, INDENT).stripTrailing()));
    out.println();
    out.println(INDENT + console + ":" + finding.place().firstLine());
    List<StackFrame> frames =
        finding.report().trace().stream().filter(StackFrame::reliable).toList();
    frames.stream().limit(MAX_FRAMES).forEach(frame -> out.println("    " + frame(frame)));
    if (frames.size() > MAX_FRAMES) {
      out.println("    … " + Words.count(frames.size() - MAX_FRAMES, "more frame", "more frames"));
    }
  }

  private static String frame(StackFrame frame) {
    String offset = frame.size() == 0 ? "" : "+0x%x/0x%x".formatted(frame.offset(), frame.size());
    return Visible.line(
        frame.function()
            + offset
            + frame.module().map(m -> " [" + m + "]").orElse("")
            + frame.source().map(s -> "  " + s).orElse("")
            + (frame.inlined() ? " (inlined)" : ""));
  }

  /** What one reading of the page tables came to. */
  public static void print(Audit audit, int width, PrintWriter out) {
    lines(audit).forEach(line -> wrapped(line, width, out));
  }

  private static List<String> lines(Audit audit) {
    List<String> lines = new ArrayList<>();
    for (Audit.Gap gap : audit.gaps()) {
      lines.add(
          "page tables at %s: %s (%s, %s) %s in init_mm, missing in %s%d of %d others"
              .formatted(
                  audit.when(),
                  gap.slots(),
                  gap.last().region(),
                  gap.range().start(),
                  gap.first() == gap.last().slot() ? "is" : "are",
                  gap.last().faultingTaskLacksIt() ? "the faulting task's and in " : "",
                  gap.last().lackedBy(),
                  audit.tables()));
    }
    if (audit.missing().isEmpty()) {
      lines.add(
          "page tables at %s: %d others agree with init_mm"
              .formatted(audit.when(), audit.tables()));
    }
    return lines;
  }

  private static void wrapped(String text, int width, PrintWriter out) {
    out.print(
        TextTable.wrap(Visible.line(text), width, INDENT + INDENT).substring(INDENT.length()));
  }
}
