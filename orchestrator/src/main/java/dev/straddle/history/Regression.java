package dev.straddle.history;

import dev.straddle.verdict.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One failure of one kernel line, from when it was first seen, wherever it shows.
 *
 * @param id counts from 1, never used twice
 * @param kernel the kernel line
 * @param tests where it was seen
 * @param fix the commit that a person named
 * @param duplicateOf for {@link State#DUP}
 * @param life every state it has had, oldest first
 */
public record Regression(
    int id,
    String kernel,
    FailureKey key,
    SortedMap<TestId, Course> tests,
    Optional<String> fix,
    Optional<Integer> duplicateOf,
    List<Step> life) {

  public Regression {
    tests = Collections.unmodifiableSortedMap(new TreeMap<>(tests));
    life = List.copyOf(life);
  }

  /** What is known of it. */
  public enum State {
    /** Seen, and not often enough to say more; nobody is told. */
    NEW,
    /** Its rate rose, more clearly than chance allows; told once. */
    CONFIRMED,
    /** Told before, or acknowledged. */
    OPEN,
    /** It fails now and then, and always did, as far as boots can tell. */
    FLAKY,
    /** A waiver covers it wherever it shows. */
    WAIVED,
    /** A commit is said to fix it. */
    FIX_PENDING,
    /** It was confirmed, and boots enough have shown that it is gone. */
    FIXED,
    /** It was fixed, and is back. */
    REOPENED,
    /** It was not confirmed, or flaky, and is not seen any more. */
    OBSOLETE,
    /** A person said that it was no fault of a kernel. */
    INVALID,
    /** A person said that it is another one. */
    DUP
  }

  /** A change of state, and why. */
  public record Step(Instant at, String run, State state, String why) {}

  public State state() {
    return life.get(life.size() - 1).state();
  }

  /** When it was first seen. */
  public Instant since() {
    return life.get(0).at();
  }

  /** The counts of all tests in which it was seen. */
  public Tally total() {
    return tests.values().stream().map(Course::total).reduce(Tally.NONE, Tally::plus);
  }

  /** Whether it still has to be followed. */
  public boolean isOpen() {
    return switch (state()) {
      case NEW, CONFIRMED, OPEN, FLAKY, WAIVED, FIX_PENDING, REOPENED -> true;
      case FIXED, OBSOLETE, INVALID, DUP -> false;
    };
  }

  /** Whether people have been told of it, and it is there still. */
  public boolean isTold() {
    return switch (state()) {
      case CONFIRMED, OPEN, REOPENED, FIX_PENDING -> true;
      case NEW, FLAKY, WAIVED, FIXED, OBSOLETE, INVALID, DUP -> false;
    };
  }

  /**
   * Boots that must still pass, in each test where it was seen, before it is called gone; 0 when
   * none is missing. A failure of rate p is gone after ln(error) / ln(1 - p) boots without it; p is
   * the lowest rate that the counts do not exclude.
   */
  public int cleanBootsMissing(Rules rules) {
    return tests.keySet().stream().mapToInt(t -> cleanBootsMissing(t, rules)).max().orElse(0);
  }

  /**
   * The same for one of the tests; 0 where it was never seen there. What comes to the same each
   * time, a build or a guest's time, is asked once.
   */
  public int cleanBootsMissing(TestId test, Rules rules) {
    Course course = tests.get(test);
    if (course == null) {
      return 0;
    }
    return test.isOfBoots() ? missing(course, rules) : Math.max(0, 1 - course.clean().boots());
  }

  private int missing(Course course, Rules rules) {
    Tally seen = course.change().isPresent() ? course.whileThere() : whileThere();
    double rate = Math.max(1e-3, Math.min(0.99, seen.lowest()));
    int wanted = (int) Math.ceil(Math.log(rules.stillThere()) / Math.log1p(-rate));
    return Math.max(0, wanted - course.clean().boots());
  }

  /** What is known of the rate where it is known since when it is another one, else everywhere. */
  private Tally whileThere() {
    boolean told = tests.values().stream().anyMatch(course -> course.change().isPresent());
    return tests.values().stream()
        .filter(course -> !told || course.change().isPresent())
        .map(Course::whileThere)
        .reduce(Tally.NONE, Tally::plus);
  }

  /** The change that was found first, where one was. */
  public Optional<Course.Change> change() {
    return tests.values().stream().flatMap(course -> course.change().stream()).findFirst();
  }

  Regression now(Night night, State state, String why) {
    List<Step> steps = new ArrayList<>(life);
    steps.add(new Step(night.at(), night.run(), state, why));
    return new Regression(id, kernel, key, tests, fix, duplicateOf, steps);
  }

  Regression with(Map<TestId, Course> courses) {
    return new Regression(id, kernel, key, new TreeMap<>(courses), fix, duplicateOf, life);
  }

  Regression fixedBy(String commit) {
    return new Regression(id, kernel, key, tests, Optional.of(commit), duplicateOf, life);
  }

  Regression duplicateOf(int other) {
    return new Regression(id, kernel, key, tests, fix, Optional.of(other), life);
  }
}
