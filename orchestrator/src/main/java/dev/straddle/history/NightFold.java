package dev.straddle.history;

import dev.straddle.history.Regression.State;
import dev.straddle.verdict.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** One step of {@link History#after}: takes a night in and says what it changes. */
final class NightFold {

  private final History before;
  private final Night night;
  private final Rules rules;
  private final SortedMap<TestId, History.Passes> tests;
  private final SortedMap<Integer, Regression> regressions;
  private final List<News> news = new ArrayList<>();
  private Paces paces;

  NightFold(History before, Night night, Rules rules) {
    this.before = before;
    this.night = night;
    this.rules = rules;
    this.tests = new TreeMap<>(before.tests());
    this.regressions = new TreeMap<>(before.regressions());
    this.paces = before.paces();
  }

  History fold() {
    night.events().forEach(this::event);
    paces = paces.after(night.paces(), this::slownessIsAccepted);
    SortedMap<TestId, List<Sample>> byTest = withBuilds(night.samples());
    byTest.putAll(paces.samples(night.run()));
    SortedMap<Integer, TreeSet<TestId>> failing = new TreeMap<>();
    byTest.forEach((test, samples) -> test(test, samples, failing));
    failing.forEach(this::weigh);
    regressions.keySet().stream()
        .filter(id -> !failing.containsKey(id))
        .toList()
        .forEach(this::quiet);
    withoutBase();
    news.sort(Comparator.comparing(News::kind));
    return new History(tests, regressions, paces, news);
  }

  /** What people have said, and nothing else. */
  History hear() {
    night.events().forEach(this::event);
    return new History(tests, regressions, paces, before.news());
  }

  /**
   * Each test's samples. A kernel that booted was built, which is a pass of its build; and a build
   * is one sample a night, however many boots waited for it.
   */
  private static SortedMap<TestId, List<Sample>> withBuilds(List<Sample> samples) {
    SortedMap<TestId, List<Sample>> byTest = new TreeMap<>();
    for (Sample sample : samples) {
      TestId test = sample.test();
      if (!test.isBuild()) {
        byTest.computeIfAbsent(test, t -> new ArrayList<>()).add(sample);
      }
      TestId build = TestId.build(test.kernel(), test.variant());
      byTest.putIfAbsent(build, List.of(test.isBuild() ? sample : sample.built()));
    }
    return byTest;
  }

  private boolean slownessIsAccepted(TestId test) {
    return regressions.values().stream()
        .anyMatch(
            r ->
                r.state() == State.INVALID
                    && r.key().equals(FailureKey.SLOWER)
                    && r.tests().containsKey(test));
  }

  /** A slowdown of which nothing is left to compare with can neither go on nor be mended. */
  private void withoutBase() {
    for (Regression each : List.copyOf(regressions.values())) {
      List<Paces.Judged> lost = paces.of(each.tests().keySet(), Paces.Word.NOT_COMPARABLE);
      if (each.key().equals(FailureKey.SLOWER) && each.isOpen() && !lost.isEmpty()) {
        to(each, State.OBSOLETE, "no more to be judged, " + lost.get(0).sentence());
      }
    }
  }

  private void event(Event event) {
    Regression about = regressions.get(event.regression());
    if (about == null) {
      return;
    }
    Regression now;
    if (event instanceof Event.Acknowledged) {
      now = about.now(night, State.OPEN, "acknowledged");
    } else if (event instanceof Event.FixNamed fix) {
      now = about.fixedBy(fix.commit()).now(night, State.FIX_PENDING, "fix: " + fix.commit());
    } else if (event instanceof Event.DuplicateOf dup) {
      now = about.duplicateOf(dup.of()).now(night, State.DUP, "duplicate of " + dup.of());
    } else if (event instanceof Event.Invalid invalid) {
      now = about.now(night, State.INVALID, invalid.why());
    } else {
      now = about.now(night, State.REOPENED, "reopened by hand");
    }
    regressions.put(now.id(), now);
  }

  /**
   * Counts one test's samples, for its passes and for every failure that it knows. What never
   * passed says nothing of a change: a kernel without a fix, kept as the other half of a pair,
   * would otherwise hold a regression of its sister open for ever.
   */
  private void test(
      TestId test, List<Sample> samples, SortedMap<Integer, TreeSet<TestId>> failing) {
    String kernel = samples.get(samples.size() - 1).kernel();
    int passes = (int) samples.stream().filter(Sample::passed).count();
    History.Passes known = tests.getOrDefault(test, History.Passes.NONE);
    tests.put(test, plus(known, passes, kernel));
    if (known.passes() + passes == 0) {
      return;
    }
    SortedMap<Integer, Integer> failures = new TreeMap<>();
    for (Sample sample : samples) {
      sample.failure().ifPresent(key -> failures.merge(regressionOf(test, key), 1, Integer::sum));
    }
    failures
        .keySet()
        .forEach(
            id -> {
              failing.computeIfAbsent(id, i -> new TreeSet<>()).add(test);
              if (!regressions.get(id).tests().containsKey(test)) {
                put(
                    id,
                    test,
                    new Course(
                        tally(known.earlier()),
                        known.nights(),
                        known.lastGood(),
                        kernel,
                        Optional.empty()));
              }
            });
    for (Regression regression : List.copyOf(regressions.values())) {
      Course course = regression.tests().get(test);
      int count = failures.getOrDefault(regression.id(), 0);
      if (course != null && passes + count > 0) {
        Tally tonight = new Tally(count, passes + count);
        put(
            regression.id(),
            test,
            course.plus(new Course.NightTally(night.run(), kernel, tonight)));
      }
    }
  }

  private static Tally tally(int passes) {
    return new Tally(0, passes);
  }

  private History.Passes plus(History.Passes known, int passes, String kernel) {
    if (passes == 0) {
      return known;
    }
    List<Course.NightTally> nights = new ArrayList<>(known.nights());
    nights.add(new Course.NightTally(night.run(), kernel, tally(passes)));
    int earlier = known.earlier();
    while (nights.size() > Course.WINDOW) {
      earlier += nights.remove(0).tally().boots();
    }
    return new History.Passes(known.passes() + passes, earlier, nights, Optional.of(kernel));
  }

  private void put(int id, TestId test, Course course) {
    SortedMap<TestId, Course> courses = new TreeMap<>(regressions.get(id).tests());
    courses.put(test, course);
    regressions.put(id, regressions.get(id).with(courses));
  }

  /** The number of the regression that a failure belongs to; a new one where it belongs to none. */
  private int regressionOf(TestId test, FailureKey key) {
    History now = new History(tests, regressions, paces, List.of());
    Optional<Map.Entry<Regression, FailureKey.Match>> found = now.find(test, key);
    if (found.isPresent()) {
      Regression known = found.get().getKey();
      return known.state() == State.DUP ? known.duplicateOf().orElse(known.id()) : known.id();
    }
    int id = regressions.isEmpty() ? 1 : regressions.lastKey() + 1;
    Regression first =
        new Regression(
            id,
            test.kernel(),
            key,
            new TreeMap<>(),
            Optional.empty(),
            Optional.empty(),
            List.of(
                new Regression.Step(night.at(), night.run(), State.NEW, "first seen on " + test)));
    regressions.put(id, first);
    return id;
  }

  /** A failure was seen tonight: does it say anything that was not known? */
  private void weigh(int id, TreeSet<TestId> where) {
    Regression seen = regressions.get(id);
    boolean waived = where.stream().allMatch(test -> night.waived().covers(test, seen.key()));
    boolean nobodyVotes = where.stream().noneMatch(this::votes);
    switch (seen.state()) {
      case INVALID, DUP -> {
        // A person has decided; that it is seen again changes nothing.
      }
      case FIXED -> reopen(seen, where);
      case CONFIRMED, REOPENED -> to(seen, State.OPEN, "seen again");
      case OPEN, FIX_PENDING -> {
        if (seen.state() == State.FIX_PENDING
            && seen.fix().filter(night.fixesPresent()::contains).isPresent()) {
          tell(
              News.Kind.REOPENED,
              seen,
              State.REOPENED,
              "seen although " + seen.fix().get() + " is there");
        }
      }
      case NEW, FLAKY, WAIVED, OBSOLETE -> {
        if (waived) {
          to(seen, State.WAIVED, "waived");
        } else if (!nobodyVotes) {
          weighRate(seen, where);
        }
      }
    }
  }

  /** It came back with another commit than it came with. */
  private void reopen(Regression seen, TreeSet<TestId> where) {
    for (TestId test : where) {
      Course course = seen.tests().get(test);
      course.steady(1).ifPresent(change -> put(seen.id(), test, course.changed(change)));
    }
    tell(
        News.Kind.REOPENED,
        regressions.get(seen.id()),
        State.REOPENED,
        "seen again on "
            + list(where)
            + paces.figures(where, Paces.Word.SLOWER).map(f -> ", " + f).orElse(""));
  }

  /** One pass is enough for what comes to the same each time. */
  private boolean votes(TestId test) {
    History.Passes known = before.tests().getOrDefault(test, History.Passes.NONE);
    return test.isOfBoots() ? known.votes(rules) : known.passes() > 0;
  }

  private void weighRate(Regression seen, TreeSet<TestId> where) {
    for (TestId test : where) {
      boolean votes = votes(test);
      Optional<Course.Change> rise = votes ? rise(test, seen.tests().get(test)) : Optional.empty();
      if (rise.isPresent()) {
        put(seen.id(), test, seen.tests().get(test).changed(rise.get()));
        tell(
            News.Kind.REGRESSION,
            regressions.get(seen.id()),
            State.CONFIRMED,
            paces
                .figures(where, Paces.Word.SLOWER)
                .orElseGet(
                    () ->
                        "%s since %s, before %s"
                            .formatted(
                                rise.get().since(), rise.get().firstBad(), rise.get().before())));
        return;
      }
    }
    Tally total = seen.total();
    boolean inSeveralNights =
        seen.tests().values().stream()
                .flatMap(c -> c.nights().stream())
                .filter(n -> n.tally().failures() > 0)
                .map(Course.NightTally::run)
                .distinct()
                .count()
            > 1;
    if (seen.state() == State.OBSOLETE || seen.state() == State.NEW && inSeveralNights) {
      tell(News.Kind.FLAKY, seen, State.FLAKY, total.toString());
    } else if (seen.state() == State.WAIVED) {
      to(seen, State.FLAKY, "not waived any more: " + total);
    }
  }

  private Optional<Course.Change> rise(TestId test, Course course) {
    return test.isOfBoots()
        ? course.rise(rules)
        : course.steady(test.isBuild() ? 1 : rules.failures());
  }

  /** A failure was not seen tonight: is it gone? */
  private void quiet(int id) {
    Regression unseen = regressions.get(id);
    if (!unseen.isOpen() || unseen.tests().isEmpty()) {
      return;
    }
    if (unseen.state() == State.CONFIRMED || unseen.state() == State.REOPENED) {
      to(unseen, State.OPEN, "told");
    }
    Regression open = regressions.get(id);
    if (open.cleanBootsMissing(rules) > 0) {
      return;
    }
    boolean told = open.change().isPresent();
    String why =
        "not seen in "
            + open.tests().values().stream()
                .map(Course::clean)
                .reduce(Tally.NONE, Tally::plus)
                .boots()
            + " boots"
            + paces.figures(open.tests().keySet(), Paces.Word.WITHIN).map(f -> ", " + f).orElse("");
    switch (open.state()) {
      case OPEN ->
          tell(
              told ? News.Kind.FIXED : News.Kind.OBSOLETE,
              open,
              told ? State.FIXED : State.OBSOLETE,
              why);
      case FIX_PENDING -> {
        if (open.fix().filter(night.fixesPresent()::contains).isPresent()) {
          tell(News.Kind.FIXED, open, State.FIXED, why + ", with " + open.fix().get());
        }
      }
      default -> to(open, State.OBSOLETE, why);
    }
  }

  private void to(Regression from, State state, String why) {
    if (from.state() != state) {
      regressions.put(from.id(), from.now(night, state, why));
    }
  }

  private void tell(News.Kind kind, Regression about, State state, String why) {
    Regression now = about.now(night, state, why);
    regressions.put(now.id(), now);
    news.add(new News(kind, now));
  }

  private static String list(TreeSet<TestId> tests) {
    return String.join(", ", tests.stream().map(TestId::toString).toList());
  }
}
