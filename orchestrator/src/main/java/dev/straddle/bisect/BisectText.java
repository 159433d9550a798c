package dev.straddle.bisect;

import dev.straddle.bisect.Conclusion.Word;
import dev.straddle.verdict.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a bisection has found, in text: for a terminal and for a mail. */
public final class BisectText {

  private static final int NAMED = 10;

  /** A commit that is less probable than this counts as out of question. */
  private static final double NEGLIGIBLE = 1e-4;

  private BisectText() {}

  /** The answer and what it rests on. */
  public static String summary(Journal journal) {
    StringBuilder text = new StringBuilder();
    Optional<Conclusion> end = journal.conclusion();
    if (end.isEmpty()) {
      text.append("not finished: ").append(progress(journal)).append('\n');
    } else {
      text.append(end.get().word());
      if (end.get().proof() != Conclusion.Proof.NONE) {
        text.append(", ").append(end.get().proof().name().toLowerCase(Locale.ROOT));
      }
      text.append(": ").append(end.get().reason()).append('\n');
      if (!end.get().proofReason().isEmpty()) {
        text.append("  ").append(end.get().proofReason()).append('\n');
      }
      if (end.get().probability() > 0) {
        String model =
            end.get().culprits().isEmpty()
                ? ""
                : ", one "
                    + journal.question().over().singular()
                    + " of the range is to blame and the rate is the same behind it";
        text.append(
            String.format(
                Locale.ROOT,
                "  %.1f%% probable, if boots do not depend on each other%s%n",
                100 * end.get().probability(),
                model));
      }
      if (end.get().culprits().size() > 1) {
        end.get().culprits().stream()
            .limit(NAMED)
            .forEach(id -> text.append("  ").append(name(journal, id)).append('\n'));
      }
    }
    text.append("  ").append(cost(journal)).append('\n');
    journal.skips().stream()
        .limit(NAMED)
        .forEach(
            skip ->
                text.append("  skipped ")
                    .append(Commit.shortId(skip.target()))
                    .append(": ")
                    .append(skip.reason())
                    .append('\n'));
    return text.toString();
  }

  /** How much is known, in a line. */
  public static String progress(Journal journal) {
    Search search = new Search(journal, 0);
    double[] probabilities = search.rule().probabilities(search.tallies());
    int best = 1;
    int left = 0;
    for (int i = 1; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
      left += probabilities[i] > NEGLIGIBLE ? 1 : 0;
    }
    return String.format(
        Locale.ROOT,
        "%d of %d %s left, the likeliest %s with %.1f%%%s, about %.0f boots to go",
        left,
        probabilities.length - 1,
        journal.question().over().plural(),
        search.commit(best).shortId(),
        100 * probabilities[best],
        probabilities[0] > NEGLIGIBLE
            ? String.format(Locale.ROOT, ", or before them with %.1f%%", 100 * probabilities[0])
            : "",
        search.rule().remaining(search.tallies(), search.untestable(), search.price()));
  }

  /** A mail that tells of a regression, for its reader and, where it is a commit's, for regzbot. */
  public static String mail(Journal journal, List<String> culprit) {
    Conclusion end = journal.conclusion().orElseThrow();
    List<String> lines = new ArrayList<>();
    String good = journal.commits().get(0).shortId();
    String bad = journal.bad().shortId();
    Optional<String> one =
        end.word() == Word.CULPRIT ? Optional.of(end.culprits().get(0)) : Optional.empty();
    lines.add(
        "Subject: [REGRESSION] "
            + journal.question().kernelName()
            + ": "
            + symptom(journal)
            + one.map(c -> ", bisected to " + Commit.shortId(c)).orElse(""));
    lines.add("");
    lines.add(symptom(journal) + " on the guest " + journal.question().guest() + ".");
    lines.add("");
    lines.add(summary(journal).strip());
    lines.add("");
    for (Commit commit : journal.commits()) {
      Tally tally = journal.tally(commit.id());
      if (tally.boots() > 0) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  %s  %3d of %3d boots show it  %s",
                commit.shortId(),
                tally.failures(),
                tally.boots(),
                commit.subject()));
      }
    }
    if (!culprit.isEmpty()) {
      lines.add("");
      culprit.forEach(line -> lines.add("> " + line));
    }
    if (journal.question().over() == Question.Over.COMMITS) {
      lines.add("");
      lines.add("#regzbot introduced: " + one.orElse(good + ".." + bad));
      if (one.isEmpty()) {
        lines.add("#regzbot inconclusive: " + end.word() + ": " + end.reason());
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** What it cost. */
  static String cost(Journal journal) {
    long full =
        journal.trials().stream()
            .filter(t -> t.said() != Trial.Said.ABANDONED && t.said() != Trial.Said.HOST)
            .count();
    long abandoned =
        journal.trials().stream().filter(t -> t.said() == Trial.Said.ABANDONED).count();
    long nothing = journal.trials().stream().filter(t -> t.said() == Trial.Said.NOTHING).count();
    return String.format(
        Locale.ROOT,
        "%d builds, %d boots%s%s, %d min",
        journal.kernels().size(),
        full,
        nothing > 0 ? " (" + nothing + " without evidence)" : "",
        abandoned > 0 ? " and " + abandoned + " given up for their layout" : "",
        Math.round(journal.spent().toSeconds() / 60.0));
  }

  private static String symptom(Journal journal) {
    return journal.question().symptom().isEmpty()
        ? journal.known().firstShown().orElse("a crash")
        : String.join(" or ", journal.question().symptom());
  }

  /** A target for people: its short name and its subject. */
  public static String name(Journal journal, String target) {
    return journal.commits().stream()
        .filter(c -> c.id().equals(target))
        .map(c -> c.shortId() + " " + c.subject())
        .findFirst()
        .orElseGet(() -> shortened(target));
  }

  private static String shortened(String target) {
    return Stream.of(target.split(" ")).map(Commit::shortId).collect(Collectors.joining(" "));
  }
}
