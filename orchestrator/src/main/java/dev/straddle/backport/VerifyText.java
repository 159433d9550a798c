package dev.straddle.backport;

import dev.straddle.backport.BranchFacts.FollowUp;
import dev.straddle.backport.BranchFacts.Lacking;
import dev.straddle.backport.BranchFacts.PatchFacts;
import dev.straddle.backport.BranchFacts.Prerequisite;
import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.model.PairOutcome;
import dev.straddle.text.Paint;
import dev.straddle.text.TextTable;
import dev.straddle.text.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The rows of a verification as text: a table, and below it each branch. */
public final class VerifyText {

  /** The heads of the columns of {@link #fields}, that of the branch's name first. */
  public static final List<String> COLUMNS =
      List.of("branch", "answer", "before", "applies", "builds", "after", "regressions");

  private VerifyText() {}

  /**
   * All of it, ending in a line feed.
   *
   * @param width columns of the terminal
   */
  public static String of(List<BranchRow> rows, int width, Paint paint) {
    StringBuilder text = new StringBuilder(table(rows).text(width, paint));
    for (BranchRow row : rows) {
      text.append('\n');
      lines(row).forEach(line -> text.append(TextTable.wrap(line, width)));
    }
    return text.toString();
  }

  /** The row of a branch without its name: the answer first. */
  public static List<String> fields(BranchRow row) {
    return List.of(
        row.word().name(),
        before(row.affected()),
        words(row.applies()),
        builds(row),
        after(row),
        regressions(row));
  }

  private static TextTable table(List<BranchRow> rows) {
    TextTable table = new TextTable().row(COLUMNS.get(0), "head");
    COLUMNS.subList(1, COLUMNS.size()).forEach(c -> table.field(c, "head"));
    for (BranchRow row : rows) {
      table.row(Visible.line(row.branch()), "");
      List<String> fields = fields(row);
      table.field(fields.get(0), row.tone());
      fields.subList(1, fields.size()).forEach(f -> table.field(Visible.line(f), ""));
    }
    return table;
  }

  private static String before(BranchRow.Affected affected) {
    return affected.boots() == 0 ? "-" : affected.times() + " of " + affected.boots();
  }

  static String words(BranchRow.Applies applies) {
    return switch (applies) {
      case CLEAN -> "clean";
      case OFFSET -> "offset";
      case THREE_WAY -> "3-way";
      case PATCH_ONLY -> "patch only";
      case EMPTY -> "is there";
      case FUZZ -> "fuzz";
      case CONFLICT -> "conflict";
      case UNTRIED -> "-";
    };
  }

  private static String builds(BranchRow row) {
    if (row.builds().isEmpty()) {
      return "-";
    }
    List<BranchRow.Build> sides = row.builds().stream().filter(BranchRow.Build::isSide).toList();
    boolean broken = sides.stream().anyMatch(b -> b.problem().isPresent());
    long warnings = sides.stream().mapToLong(b -> b.newWarnings().size()).sum();
    boolean tried = sides.stream().anyMatch(b -> b.variant().equals(Verification.WITH));
    return broken ? "no" : tried ? (warnings > 0 ? "yes, " + warnings + " warn" : "yes") : "-";
  }

  private static String after(BranchRow row) {
    int shown = 0;
    int boots = 0;
    for (BranchRow.GuestResult guest : row.guests()) {
      if (guest.isCase()) {
        shown += guest.with().shown();
        boots += guest.with().boots();
      }
    }
    boolean other =
        row.guests().stream().anyMatch(g -> g.isCase() && g.outcome() == PairOutcome.NOT_FIXED);
    return boots > 0 ? shown + " of " + boots : other ? "other crash" : "-";
  }

  private static String regressions(BranchRow row) {
    if (row.guests().stream().noneMatch(g -> g.with().boots() > 0)) {
      return "-";
    }
    long told = row.guests().stream().filter(g -> g.outcome() != PairOutcome.INCONCLUSIVE).count();
    return row.regressions().isEmpty()
        ? "none of " + told
        : row.regressions().stream()
            .map(BranchRow.GuestResult::guest)
            .collect(Collectors.joining(", "));
  }

  private static List<String> lines(BranchRow row) {
    List<String> lines = new ArrayList<>();
    lines.add(
        row.branch()
            + (row.kernel().isEmpty() ? "" : " (" + row.kernel() + ")")
            + ": "
            + row.word()
            + ": "
            + row.because());
    lines.addAll(details(row));
    return lines;
  }

  /** Everything that is known of one branch. */
  public static List<String> details(BranchRow row) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < row.patches().size(); i++) {
      PatchTrial trial = row.patches().get(i);
      lines.add(
          String.format(
              "  %d/%d  %s  %s",
              i + 1, row.patches().size(), words(trial.kind()), trial.subject()));
      if (trial.kind() != PatchTrial.Kind.ALREADY_THERE) {
        trial.detail().forEach(d -> lines.add("       " + d));
      }
      trial.misfits().stream()
          .filter(m -> !m.function().isEmpty())
          .forEach(m -> lines.add("       in " + m.function()));
    }
    row.history().ifPresent(h -> lines.addAll(history(h)));
    for (BranchRow.Build build : row.builds()) {
      build
          .problem()
          .filter(p -> build.isSide()) // of single patches the steps below speak
          .ifPresent(p -> lines.add("  does not build " + build.variant() + ": " + p));
      build.newWarnings().forEach(w -> lines.add("  new with the series: " + w));
    }
    for (BranchRow.GuestResult guest : row.guests()) {
      lines.add(
          String.format(
              "  %s %s: without it shows %s, with it %s: %s%s",
              guest.isCase() ? "case" : "control",
              guest.guest(),
              guest.without(),
              guest.with(),
              guest.outcome(),
              guest.chance().map(c -> String.format(Locale.ROOT, " (chance %.2g)", c)).orElse("")));
    }
    for (BranchRow.Step step : row.steps()) {
      lines.add(
          String.format(
              "  patch %d %s: %s%s",
              step.patch(),
              step.alone() || step.patch() == 1 ? "alone" : "and all before it",
              step.effect(),
              row.fixedFrom().filter(step::equals).isPresent() ? ": fixed from here on" : ""));
    }
    return lines;
  }

  static String words(PatchTrial.Kind kind) {
    return switch (kind) {
      case APPLIES -> "clean          ";
      case APPLIES_WITH_OFFSET -> "offset         ";
      case MERGES -> "3-way          ";
      case NEEDS_PATCH -> "with patch only";
      case FITS_WITH_FUZZ -> "fuzz           ";
      case ALREADY_THERE -> "there already  ";
      case DOES_NOT_APPLY -> "conflict       ";
    };
  }

  /** What a history tells of one branch. */
  public static List<String> history(BranchFacts facts) {
    List<String> lines = new ArrayList<>();
    for (BranchFacts.Culprit culprit : facts.culprits()) {
      lines.add(
          "  culprit "
              + culprit
                  .presence()
                  .map(p -> p.isThere() ? "present" : "absent")
                  .orElse("unknown here")
              + ": "
              + culprit.id());
    }
    for (PatchFacts patch : facts.patches()) {
      lines.add("  fix " + presence(patch.presence()) + ": " + patch.patch().called());
      patch.trial().ifPresent(f -> lines.add("    on the branch: " + words(f.kind()).strip()));
      for (Lacking lacking : patch.lacking()) {
        lines.add(
            "    does not fit "
                + lacking.place().file()
                + (lacking.place().line() > 0 ? ":" + lacking.place().line() : "")
                + (lacking.place().function().isEmpty() ? "" : " in " + lacking.place().function())
                + (lacking.commits().isEmpty() ? "" : ", where the branch lacks"));
        lacking.commits().forEach(c -> lines.add("      " + c.called()));
      }
      patch.difference().forEach(d -> lines.add("    | " + d));
    }
    for (Prerequisite needed : facts.prerequisites()) {
      lines.add(
          "  prerequisite ("
              + needed.kinds().stream()
                  .map(k -> k.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", "))
              + "; "
              + switch (needed.need()) {
                case REQUIRED -> "tried: does not apply without it";
                case APPLIES_WITHOUT ->
                    facts.isThere()
                        ? "the fix is there without it"
                        : "tried: applies without it too";
                case UNKNOWN -> "tried: does not apply with it either";
              }
              + "): "
              + needed.commit().called());
    }
    for (FollowUp later : facts.followUps()) {
      lines.add(
          "  "
              + (later.revert() ? "taken back by, " : "followed by, ")
              + (later.presence().isThere() ? "which is there: " : "which is missing: ")
              + later.commit().called());
    }
    for (StableNote note : facts.asked()) {
      note.since()
          .ifPresent(
              s ->
                  lines.add(
                      "  asked for stable from "
                          + s
                          + " on"
                          + (note.leavesOut(facts.version())
                              ? "; this is " + facts.version().get()
                              : "")));
      if (note.byHand()) {
        lines.add("  its author wants no machine to pick it (noautosel)");
      }
    }
    return lines;
  }

  private static String presence(Presence presence) {
    return switch (presence.kind()) {
      case COMMIT -> "there, the commit itself";
      case NAMED -> "there as " + by(presence) + ", which names it";
      case PATCH_ID -> "there as " + by(presence) + ", the same change";
      case EFFECT -> "there by its effect: it applies in reverse";
      case SUBJECT -> "not proven: only the subject is in " + by(presence);
      case REVERTED -> presence.note();
      case ABSENT -> "absent";
    };
  }

  private static String by(Presence presence) {
    return presence.by().map(c -> Commit.shortId(c.id())).orElse("?");
  }
}
