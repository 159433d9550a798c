package dev.straddle.bisect;

import dev.straddle.bisect.Action.Phase;
import dev.straddle.bisect.Conclusion.Proof;
import dev.straddle.bisect.Conclusion.Word;
import dev.straddle.verdict.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The steps of a bisection: calibrate at the bad end, verify the good one, search, prove.
 *
 * <p>A pure function of the journal, so that a bisection goes on after {@code kill -9} with the
 * same step.
 */
public final class Protocol {

  /** Clean boots of the bad end after which the symptom counts as not reproduced. */
  private static final int NEVER = 200;

  /** Boots of the bad end after which the symptom is too rare to search for. */
  private static final int TOO_RARE = 400;

  /** Boots without evidence after which a commit counts as untestable. */
  private static final int WITHOUT_EVIDENCE = 5;

  /** Host trouble in a row that ends the bisection. */
  private static final int HOST_TROUBLE = 8;

  /** Boots in a row whose layout could not show the symptom, after which none is expected to. */
  private static final int HOPELESS = 200;

  /** Stands in a target's name between the bad end and a culprit that is taken out of it. */
  static final String WITHOUT = " without ";

  /** How many commits an answer names when the budget ends. */
  private static final int NAMED = 20;

  private final Journal journal;
  private final double error;
  private final String bad;

  private Protocol(Journal journal) {
    this.journal = journal;
    this.error = journal.question().error();
    this.bad = journal.bad().id();
  }

  /** The next step. */
  public static Action next(Journal journal) {
    return new Protocol(journal).next();
  }

  /** The name of the bad end with a culprit reverted. */
  public static String withoutCulprit(String bad, String culprit) {
    return bad + WITHOUT + culprit;
  }

  private Action next() {
    Optional<Action> trouble = trouble();
    if (trouble.isPresent()) {
      return trouble.get();
    }
    Optional<Action> calibration = calibrate();
    if (calibration.isPresent()) {
      return calibration.get();
    }
    if (journal.fork().isPresent()) {
      Commit good = journal.fork().get();
      Optional<Action> first =
          verify(good, Word.INTRODUCED_BEFORE, "the good end " + good.shortId());
      if (first.isPresent()) {
        return first.get();
      }
      Commit base = journal.commits().get(0);
      Optional<Action> second =
          verify(
              base,
              Word.FIXED_ON_OTHER_SIDE,
              "the merge base " + base.shortId() + ", unlike the good end " + good.shortId() + ",");
      return second.orElseGet(() -> search(0));
    }
    if (journal.question().good().isPresent()) {
      Commit good = journal.commits().get(0);
      return verify(good, Word.INTRODUCED_BEFORE, "the good end " + good.shortId())
          .orElseGet(() -> search(0));
    }
    return walkBack();
  }

  private Optional<Action> trouble() {
    List<Trial> trials = journal.trials();
    int last = trials.size() - HOST_TROUBLE;
    if (last >= 0
        && trials.subList(last, trials.size()).stream()
            .allMatch(t -> t.said() == Trial.Said.HOST)) {
      return Optional.of(
          end(
              Word.INFRA,
              "the host failed "
                  + HOST_TROUBLE
                  + " times in a row, at last: "
                  + trials.get(trials.size() - 1).reason()));
    }
    int lately = trials.size() - HOPELESS;
    if (lately >= 0
        && trials.subList(lately, trials.size()).stream()
            .allMatch(t -> t.said() == Trial.Said.ABANDONED)) {
      return Optional.of(
          end(
              Word.NOT_REPRODUCED,
              "no layout of the last " + HOPELESS + " boots could have shown the symptom"));
    }
    Optional<Duration> budget = journal.question().budget();
    if (budget.isPresent() && journal.spent().compareTo(budget.get()) >= 0) {
      return Optional.of(outOfBudget());
    }
    return Optional.empty();
  }

  private Action outOfBudget() {
    Search search = new Search(journal, firstGood().orElse(0));
    double[] probabilities = search.rule().probabilities(search.tallies());
    List<Integer> byWeight = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      byWeight.add(i);
    }
    byWeight.sort((a, b) -> Double.compare(probabilities[b], probabilities[a]));
    double sum = 0;
    List<String> named = new ArrayList<>();
    for (int i = 0; i < byWeight.size() && sum < 0.95 && named.size() < NAMED; i++) {
      sum += probabilities[byWeight.get(i)];
      named.add(search.commit(byWeight.get(i)).id());
    }
    return new Action.End(
        new Conclusion(
            Word.OUT_OF_BUDGET,
            Proof.NONE,
            named,
            sum,
            "the budget is spent; straddle bisect resume goes on with more",
            ""));
  }

  private Optional<Action> calibrate() {
    Optional<String> untestable = untestable(bad);
    if (untestable.isPresent()) {
      return Optional.of(
          end(Word.NOT_REPRODUCED, "the bad end cannot be tested: " + untestable.get()));
    }
    Tally tally = journal.tally(bad);
    if (tally.failures() >= Rule.FAILURES_FIRST) {
      return Optional.empty();
    }
    if (tally.failures() == 0 ? tally.boots() >= NEVER : tally.boots() >= TOO_RARE) {
      return Optional.of(
          end(
              Word.NOT_REPRODUCED,
              String.format(
                  Locale.ROOT,
                  "the bad end showed the symptom in %d of %d boots, which excludes rates above"
                      + " %.1f%% (95%%)",
                  tally.failures(),
                  tally.boots(),
                  100 * tally.highest())));
    }
    return Optional.of(new Action.Boot(bad, 1, Phase.CALIBRATE));
  }

  /** Boots a commit until it is known to be good; ends where it is bad. */
  private Optional<Action> verify(Commit commit, Word ifBad, String name) {
    if (untestable(commit.id()).isPresent()) {
      return Optional.empty(); // the search itself allows for a range that begins too late
    }
    double chance = chanceOfBad(commit.id());
    if (chance >= 1 - error / 4) {
      return Optional.of(
          new Action.End(
              new Conclusion(
                  ifBad,
                  Proof.NONE,
                  List.of(),
                  chance,
                  name + " shows the symptom too: " + kOfN(commit.id()),
                  "")));
    }
    return chance <= error / 5
        ? Optional.empty()
        : Optional.of(new Action.Boot(commit.id(), 1, Phase.VERIFY));
  }

  /** Without a good end: back from the bad end in doubling steps. */
  private Action walkBack() {
    for (int back = 1; ; back *= 2) {
      int place = Math.max(0, journal.commits().size() - 1 - back);
      Commit commit = journal.commits().get(place);
      if (untestable(commit.id()).isEmpty()) {
        double chance = chanceOfBad(commit.id());
        if (chance <= error / 5) {
          return search(place);
        }
        if (chance < 1 - error / 4) {
          return new Action.Boot(commit.id(), 1, Phase.VERIFY);
        }
      }
      if (place == 0) {
        return end(
            Word.INTRODUCED_BEFORE,
            "no good commit was found; the oldest looked at is " + commit.shortId());
      }
    }
  }

  /** Where the search begins, if that is known yet. */
  private Optional<Integer> firstGood() {
    if (journal.question().good().isPresent()) {
      return Optional.of(0);
    }
    for (int back = 1; ; back *= 2) {
      int place = Math.max(0, journal.commits().size() - 1 - back);
      String id = journal.commits().get(place).id();
      if (untestable(id).isEmpty() && chanceOfBad(id) <= error / 5) {
        return Optional.of(place);
      }
      if (place == 0) {
        return Optional.empty();
      }
    }
  }

  private Action search(int first) {
    Search search = new Search(journal, first);
    Step step = search.rule().next(search.tallies(), search.untestable(), search.price());
    if (step instanceof Step.Boot boot) {
      return new Action.Boot(search.commit(boot.commit()).id(), boot.atMost(), Phase.SEARCH);
    }
    Step.Found found = (Step.Found) step;
    List<Commit> culprits = found.culprits().stream().map(search::commit).toList();
    if (found.culprits().contains(0)) {
      return new Action.End(
          new Conclusion(
              Word.INTRODUCED_BEFORE,
              Proof.NONE,
              culprits.size() == 1 ? List.of() : culprits.stream().map(Commit::id).toList(),
              found.probability(),
              "the range begins with the symptom: " + kOfN(search.commit(0).id()),
              ""));
    }
    return culprits.size() > 1
        ? new Action.End(set(culprits, found.probability()))
        : prove(search, found.culprits().get(0), found.probability());
  }

  private Conclusion set(List<Commit> culprits, double probability) {
    String why =
        culprits.stream()
            .filter(c -> untestable(c.id()).isPresent())
            .map(c -> c.shortId() + ": " + untestable(c.id()).get())
            .collect(Collectors.joining("; "));
    return new Conclusion(
        Word.CULPRITS,
        Proof.UNVERIFIABLE,
        culprits.stream().map(Commit::id).toList(),
        probability,
        culprits.size() + " commits cannot be told apart, since some cannot be tested: " + why,
        "with several candidates there is nothing to revert");
  }

  private Action prove(Search search, int place, double probability) {
    Commit culprit = search.commit(place);
    if (journal.tally(culprit.id()).failures() < Rule.FAILURES_FIRST) {
      return new Action.Boot(culprit.id(), 1, Phase.PROVE);
    }
    List<Commit> parents = search.parents(place);
    for (Commit parent : parents) {
      if (untestable(parent.id()).isEmpty() && chanceOfBad(parent.id()) > error / 10) {
        return new Action.Boot(parent.id(), 1, Phase.PROVE);
      }
    }
    String seen =
        "the culprit shows the symptom in "
            + kOfN(culprit.id())
            + ", "
            + parents.stream()
                .map(p -> "its parent " + p.shortId() + " in " + kOfN(p.id()))
                .collect(Collectors.joining(", "));
    if (culprit.id().equals(bad)) {
      return end(culprit, Proof.CONFIRMED, probability, seen + "; the bad end is the culprit");
    }
    String without = withoutCulprit(bad, culprit.id());
    Optional<String> impossible = untestable(without);
    if (impossible.isPresent()) {
      return end(
          culprit,
          Proof.UNVERIFIABLE,
          probability,
          seen + "; the bad end without it cannot be tested: " + impossible.get());
    }
    double chance = chanceOfBad(without);
    if (chance > error / 10 && chance < 1 - error / 4) {
      return new Action.Boot(without, 1, Phase.PROVE);
    }
    String last = seen + "; the bad end without it in " + kOfN(without);
    if (chance <= error / 10) {
      return end(culprit, Proof.CONFIRMED, probability, last);
    }
    return new Action.End(
        new Conclusion(
            Word.CULPRITS,
            Proof.REFUTED,
            List.of(culprit.id()),
            probability,
            "the symptom begins with "
                + culprit.shortId()
                + " and stays when that is taken out of the bad end: it is not the only culprit",
            last));
  }

  private Action end(Commit culprit, Proof proof, double probability, String proofReason) {
    return new Action.End(
        new Conclusion(
            Word.CULPRIT,
            proof,
            List.of(culprit.id()),
            probability,
            "the symptom begins with " + culprit.shortId() + " " + culprit.subject(),
            proofReason));
  }

  private static Action end(Word word, String reason) {
    return new Action.End(Conclusion.plain(word, reason));
  }

  /** How probable it is that a target has the bug that the bad end has. */
  private double chanceOfBad(String target) {
    Tallies two =
        new Tallies(new TreeMap<>(Map.of(0, journal.tally(target), 1, journal.tally(bad))));
    return new Rule(new LinearHistory(2), journal.question().prior(), error).probabilities(two)[0];
  }

  private Optional<String> untestable(String target) {
    return untestable(journal, target);
  }

  /** Why a target cannot be tested: it does not build, or its boots never say anything. */
  static Optional<String> untestable(Journal journal, String target) {
    return journal
        .skipped(target)
        .or(
            () -> {
              boolean silent =
                  journal.tally(target).boots() == 0
                      && journal.count(target, t -> t.said() == Trial.Said.NOTHING)
                          >= WITHOUT_EVIDENCE;
              return silent
                  ? journal.trials().stream()
                      .filter(t -> t.target().equals(target) && t.said() == Trial.Said.NOTHING)
                      .map(t -> "no boot says anything of the symptom: " + t.reason())
                      .findFirst()
                  : Optional.empty();
            });
  }

  private String kOfN(String target) {
    Tally tally = journal.tally(target);
    return tally.failures() + " of " + tally.boots() + " boots";
  }
}
