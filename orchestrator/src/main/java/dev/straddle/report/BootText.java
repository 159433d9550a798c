package dev.straddle.report;

import dev.straddle.model.Audit;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Observation;
import dev.straddle.model.Proof;
import dev.straddle.text.Ansi;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** What a single boot came to, for a person. */
public final class BootText {

  private BootText() {}

  public static void print(
      Observation seen, CellVerdict verdict, Path directory, Ansi ansi, PrintWriter out) {
    out.printf("%s: %s, %s%n", verdict.cell(), word(verdict, ansi), verdict.reason());
    verdict.findings().forEach(f -> out.println("  " + f.title()));
    for (Proof proof : verdict.proofs()) {
      out.printf(
          "  %-8s %s: %s%n",
          proof.status().name().toLowerCase(Locale.ROOT), proof.name(), proof.evidence());
    }
    seen.audits().forEach(audit -> print(audit, out));
    seen.note().ifPresent(note -> out.println("  note: " + note));
    out.printf(
        Locale.ROOT, "  took %.2f s; files in %s%n", seen.took().toMillis() / 1000.0, directory);
    out.flush();
  }

  private static String word(CellVerdict verdict, Ansi ansi) {
    String word = verdict.outcome().name();
    return switch (verdict.outcome()) {
      case PASS -> ansi.green(word);
      case OOPS, WARN, HANG, BUILD_FAILED -> ansi.red(word);
      case UNPROVEN, INFRA -> ansi.yellow(word);
    };
  }

  public static void print(Audit audit, PrintWriter out) {
    for (Audit.Gap gap : audit.gaps()) {
      out.printf(
          Locale.ROOT,
          "  page tables at %s: %s (%s, %s) %s in init_mm, missing in %s%d of %d others%n",
          audit.when(),
          gap.slots(),
          gap.last().region(),
          gap.range().start(),
          gap.first() == gap.last().slot() ? "is" : "are",
          gap.last().faultingTaskLacksIt() ? "the faulting task's and in " : "",
          gap.last().lackedBy(),
          audit.tables());
    }
    if (audit.missing().isEmpty()) {
      out.printf(
          Locale.ROOT,
          "  page tables at %s: %d others agree with init_mm%n",
          audit.when(),
          audit.tables());
    }
  }
}
