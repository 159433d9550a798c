package dev.straddle.history;

import dev.straddle.verdict.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One failure in one test, night by night.
 *
 * @param earlier what lies before {@code nights}
 * @param nights the latest, oldest first; those in which the test ran
 * @param lastGood the kernel that passed before the failure was first seen; empty where none did
 * @param firstBad the kernel on which it was first seen
 * @param change since when its rate is another one, once that was clear
 */
public record Course(
    Tally earlier,
    List<NightTally> nights,
    Optional<String> lastGood,
    String firstBad,
    Optional<Change> change) {

  /** So many nights back a change is looked for. */
  static final int WINDOW = 14;

  public Course {
    nights = List.copyOf(nights);
  }

  /**
   * The boots of one night that passed or failed this way.
   *
   * @param kernel as {@link Sample#kernel}
   */
  public record NightTally(String run, String kernel, Tally tally) {}

  /**
   * The night since which the rate is another one.
   *
   * @param before counts until then
   * @param since counts from then on
   * @param firstBad the kernel on which it first failed since
   * @param lastGood the kernel that ran before that one and passed
   */
  public record Change(Tally before, Tally since, Optional<String> lastGood, String firstBad) {}

  Course plus(NightTally night) {
    List<NightTally> now = new ArrayList<>(nights);
    now.add(night);
    Tally old = earlier;
    while (now.size() > WINDOW) {
      old = old.plus(now.remove(0).tally());
    }
    return new Course(old, now, lastGood, firstBad, change);
  }

  Course changed(Change when) {
    return new Course(earlier, nights, lastGood, firstBad, Optional.of(when));
  }

  public Tally total() {
    return nights.stream().map(NightTally::tally).reduce(earlier, Tally::plus);
  }

  /** Counts from the change on, until it was last seen: the rate that it had while it was there. */
  Tally whileThere() {
    Tally before = change.map(Change::before).orElse(Tally.NONE);
    Tally clean = clean();
    Tally total = total();
    return new Tally(
        total.failures() - before.failures(), total.boots() - before.boots() - clean.boots());
  }

  /** Boots in nights since it was last seen. */
  Tally clean() {
    Tally clean = Tally.NONE;
    for (int i = nights.size() - 1; i >= 0 && nights.get(i).tally().failures() == 0; i--) {
      clean = clean.plus(nights.get(i).tally());
    }
    return clean;
  }

  /** The clearest rise of the rate within the window that is too clear for chance. */
  Optional<Change> rise(Rules rules) {
    Optional<Change> clearest = Optional.empty();
    double least = rules.falseAlarm() / Math.max(1, nights.size());
    Tally since = Tally.NONE;
    for (int i = nights.size() - 1; i >= 0; i--) {
      since = since.plus(nights.get(i).tally());
      Tally before = earlier;
      for (NightTally night : nights.subList(0, i)) {
        before = before.plus(night.tally());
      }
      double chance = before.chanceOfRiseTo(since);
      boolean beginsHere = nights.get(i).tally().failures() > 0;
      if (beginsHere && since.failures() >= rules.failures() && chance < least) {
        least = chance;
        clearest = Optional.of(new Change(before, since, goodBefore(i), nights.get(i).kernel()));
      }
    }
    return clearest;
  }

  /**
   * All nights in a row up to now that have failures, as a change: for what comes to the same each
   * time.
   *
   * @param least so many failures are asked for
   */
  Optional<Change> steady(int least) {
    int first = nights.size();
    Tally since = Tally.NONE;
    while (first > 0 && nights.get(first - 1).tally().failures() > 0) {
      since = since.plus(nights.get(--first).tally());
    }
    if (since.failures() < least) {
      return Optional.empty();
    }
    Tally before = earlier;
    for (NightTally night : nights.subList(0, first)) {
      before = before.plus(night.tally());
    }
    return Optional.of(new Change(before, since, goodBefore(first), nights.get(first).kernel()));
  }

  private Optional<String> goodBefore(int night) {
    for (int i = night - 1; i >= 0; i--) {
      if (nights.get(i).tally().failures() < nights.get(i).tally().boots()) {
        return Optional.of(nights.get(i).kernel());
      }
    }
    return lastGood;
  }
}
