package dev.straddle.backport;

import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be written to a list: tags where they are due, why not elsewhere, and what to run. */
public final class Reply {

  /** Columns of a mail. */
  private static final int MAIL = 75;

  private Reply() {}

  /**
   * The text.
   *
   * @param who name and address for {@code Tested-by}
   * @param titles of the series' patches
   * @param accelerator what ran the guests
   */
  public static String of(
      List<BranchRow> rows, String who, List<String> titles, String accelerator) {
    List<String> lines = new ArrayList<>();
    for (BranchRow row : rows) {
      lines.add(row.branch() + (row.kernel().isEmpty() ? "" : " (" + row.kernel() + ")"));
      if (row.testedByIsDue()) {
        lines.add("  Tested-by: " + who + " # " + row.branch());
        for (BranchRow.GuestResult guest : row.guests()) {
          lines.add(
              String.format(
                  "    %s: bug in %s boots without, %s with (QEMU, %s)",
                  guest.guest(), guest.without(), guest.with(), accelerator));
        }
      } else {
        lines.add(wrapped("  no Tested-by: " + row.word() + ": " + whyNot(row)));
      }
      recovery(row).forEach(line -> lines.add("  " + line));
      row.history()
          .map(BranchFacts::missing)
          .orElse(List.of())
          .forEach(f -> lines.add(wrapped("  must come with it: " + f.commit().called())));
      lines.add("");
    }
    cover(rows, titles).forEach(lines::add);
    return String.join("\n", lines) + "\n";
  }

  private static String wrapped(String line) {
    return TextTable.wrap(line, MAIL).stripTrailing();
  }

  private static String whyNot(BranchRow row) {
    if (row.word() == BranchRow.Word.FIXED) {
      return !row.regressions().isEmpty()
          ? "it fixes the bug, and breaks " + row.regressions().get(0).guest()
          : !row.untold().isEmpty()
              ? "it fixes the bug, but nothing can be said of " + row.untold().get(0).guest()
              : "it fixes the bug, but git am does not take it as it is";
    }
    return row.because();
  }

  /** How to make a patch set for a branch where the series does not apply. */
  private static List<String> recovery(BranchRow row) {
    boolean fits = row.patches().stream().allMatch(PatchTrial::sound);
    if (row.patches().isEmpty() || fits) {
      return List.of();
    }
    Optional<BranchFacts> history = row.history();
    String branch = history.map(BranchFacts::branch).orElse("stable/linux-" + version(row));
    List<String> lines = new ArrayList<>();
    lines.add("to resolve by hand:");
    lines.add("  git fetch stable && git checkout -b backport " + branch);
    if (history.isPresent()) {
      history.get().prerequisites().stream()
          .filter(p -> p.need() == BranchFacts.Prerequisite.Need.REQUIRED)
          .forEach(p -> lines.add("  git cherry-pick -x " + p.commit().id()));
      history.get().patches().stream()
          .filter(p -> !p.presence().isThere())
          .forEach(p -> lines.add("  git cherry-pick -x " + p.patch().id()));
    } else {
      lines.add("  git am -3 SERIES   # resolve, git add, git am --continue");
    }
    lines.add(
        String.format(
            "  git format-patch --subject-prefix 'PATCH %s' -o resolved %s..",
            version(row), branch));
    lines.add("  straddle series verify … --use " + row.branch() + "=resolved");
    lines.add(
        String.format(
            "  git send-email --subject-prefix 'PATCH %s' --to stable@vger.kernel.org resolved",
            version(row)));
    return lines;
  }

  /** As stable names it; the branch's own name where no version is known. */
  private static String version(BranchRow row) {
    Matcher digits = Pattern.compile("\\d+\\.\\d+").matcher(row.kernel() + " " + row.branch());
    return digits.find() ? digits.group() + ".y" : row.branch();
  }

  private static List<String> cover(List<BranchRow> rows, List<String> titles) {
    List<BranchRow> due = rows.stream().filter(BranchRow::testedByIsDue).toList();
    if (due.isEmpty()) {
      return List.of(
          "No branch has what a submission to stable needs: a bug reproduced and fixed.");
    }
    List<String> lines = new ArrayList<>();
    lines.add("For a submission to stable@vger.kernel.org:");
    lines.add("");
    lines.add("Please apply these to " + String.join(", ", names(due)) + ":");
    lines.add("");
    titles.forEach(t -> lines.add("  " + t));
    lines.add("");
    for (BranchRow row : due) {
      String gone =
          String.format(
              "On %s the bug was %s without them and is gone with them (%s).",
              row.branch(), row.affected().inWords(), VerifyText.words(row.applies()));
      lines.add(TextTable.wrap(gone, MAIL, "").stripTrailing());
    }
    rows.stream()
        .filter(r -> !r.testedByIsDue())
        .forEach(r -> lines.add("Not for " + r.branch() + ": " + r.word() + "."));
    return lines;
  }

  private static List<String> names(List<BranchRow> rows) {
    return rows.stream().map(BranchRow::branch).toList();
  }
}
