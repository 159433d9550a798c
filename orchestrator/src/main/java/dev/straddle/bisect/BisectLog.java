package dev.straddle.bisect;

import dev.straddle.bisect.Conclusion.Word;
import dev.straddle.model.BadInputException;
import dev.straddle.verdict.Tally;
import java.util.ArrayList;
import java.util.List;

/** A search as {@code git bisect log} would have it; {@code git bisect replay} takes it. */
public final class BisectLog {

  /** How sure a commit is to be good or bad before git is told so. */
  private static final double SURE = 0.95;

  private BisectLog() {}

  /**
   * The log; commits of which too little is known are left out, or told of in a comment.
   *
   * @throws BadInputException when the search is not among commits
   */
  public static String of(Journal journal) {
    Question.Over over = journal.question().over();
    if (over != Question.Over.COMMITS) {
      throw new BadInputException(
          "a log for git is of commits, and this bisection is of " + over.plural(),
          "see its page, " + BisectFiles.PAGE);
    }
    List<String> lines = new ArrayList<>();
    lines.add("git bisect start");
    Search search = new Search(journal, 0);
    Tallies tallies = search.tallies();
    double[] culprit = search.rule().probabilities(tallies);
    int last = journal.commits().size() - 1;
    add(lines, journal, last, "bad");
    add(lines, journal, 0, "good");
    // git remembers the bad commit that it was told of last, so ancestors come behind descendants.
    for (int place : tallies.ofCommits().descendingKeySet()) {
      double bad = 0;
      for (int c = 0; c < culprit.length; c++) {
        bad += search.rule().history().contains(place, c) ? culprit[c] : 0;
      }
      if (place != 0 && place != last) {
        if (bad >= SURE) {
          add(lines, journal, place, "bad");
        } else if (bad <= 1 - SURE) {
          add(lines, journal, place, "good");
        } else {
          lines.add("# undecided: " + name(journal.commits().get(place)));
        }
      }
    }
    for (Journal.Skip skip : journal.skips()) {
      Integer place = journal.places().get(skip.target());
      if (place != null) {
        add(lines, journal, place, "skip");
      }
    }
    journal
        .conclusion()
        .filter(end -> end.word() == Word.CULPRIT)
        .map(end -> journal.commits().get(journal.places().get(end.culprits().get(0))))
        .ifPresent(commit -> lines.add("# first bad commit: " + name(commit)));
    return String.join("\n", lines) + "\n";
  }

  private static void add(List<String> lines, Journal journal, int place, String verdict) {
    Commit commit = journal.commits().get(place);
    Tally tally = journal.tally(commit.id());
    lines.add(
        "# "
            + verdict
            + ": "
            + name(commit)
            + (tally.boots() > 0
                ? ", " + tally.failures() + " of " + tally.boots() + " boots"
                : ""));
    lines.add("git bisect " + verdict + " " + commit.id());
  }

  private static String name(Commit commit) {
    return "[" + commit.id() + "] " + commit.subject();
  }
}
