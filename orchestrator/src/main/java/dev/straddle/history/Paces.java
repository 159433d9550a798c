package dev.straddle.history;

import dev.straddle.model.Symptom.GuestTimeAbove;
import dev.straddle.runs.Conditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The guest times of seeded boots, each beside the one that it is judged by: that of the latest
 * boot of the same test with the same seed that was not slower, if nothing but the kernel's source
 * is another one since.
 *
 * @param bases what the next boots are judged by
 * @param judged boots of the last night
 */
public record Paces(Map<Seeded, Base> bases, List<Judged> judged) {

  public static final Paces NONE = new Paces(Map.of(), List.of());

  public Paces {
    bases = Collections.unmodifiableMap(new LinkedHashMap<>(bases));
    judged = List.copyOf(judged);
  }

  /** A test with a seed: its boots of one kernel all take the same time. */
  public record Seeded(TestId test, long seed) {}

  /** What a time is judged by. */
  public record Base(String kernel, Duration took, Conditions conditions) {}

  /** What a time means. */
  public enum Word {
    /** There was none before. */
    FIRST,
    WITHIN,
    SLOWER,
    /** Something else is another one too; the next boots are judged by this one. */
    NOT_COMPARABLE,
    /** Boots of this kernel with this seed do not agree on what it is. */
    UNSTEADY
  }

  /**
   * A boot and what it means.
   *
   * @param base what it was judged by
   * @param sentence both figures, or why they cannot be compared
   */
  public record Judged(Pace pace, Optional<Base> base, Word word, String sentence) {

    /** The same among other boots with this seed. */
    private Judged among(List<Judged> all) {
      return all.stream().allMatch(other -> other.word == word)
          ? this
          : new Judged(
              pace,
              base,
              Word.UNSTEADY,
              "boots of one seed differ: "
                  + String.join(
                      ", ",
                      all.stream()
                          .map(j -> GuestTimeAbove.milliseconds(j.pace().took()))
                          .toList()));
    }

    /** What it says of the kernel. */
    Optional<Sample> sample(String run) {
      return switch (word) {
        case FIRST, WITHIN -> Optional.of(sample(run, Optional.empty()));
        case SLOWER -> Optional.of(sample(run, Optional.of(FailureKey.SLOWER)));
        case NOT_COMPARABLE, UNSTEADY -> Optional.empty();
      };
    }

    private Sample sample(String run, Optional<FailureKey> failure) {
      return new Sample(pace.test(), run, pace.cell(), pace.at(), pace.kernel(), failure);
    }
  }

  /**
   * What is known once the boots of a night are judged.
   *
   * @param accepted tests of which a person said that a slower time is no fault
   */
  Paces after(List<Pace> boots, Predicate<TestId> accepted) {
    Map<Seeded, List<Judged>> tonight = new LinkedHashMap<>();
    for (Pace boot : boots) {
      tonight.computeIfAbsent(seeded(boot), s -> new ArrayList<>()).add(judge(boot));
    }
    Map<Seeded, Base> next = new LinkedHashMap<>(bases);
    List<Judged> all = new ArrayList<>();
    tonight.forEach(
        (seeded, alike) -> {
          List<Judged> agreed = alike.stream().map(each -> each.among(alike)).toList();
          Judged last = agreed.get(agreed.size() - 1);
          boolean holds =
              switch (last.word()) {
                case FIRST, WITHIN, NOT_COMPARABLE -> true;
                case SLOWER -> accepted.test(seeded.test());
                case UNSTEADY -> false;
              };
          if (holds) {
            Pace pace = last.pace();
            next.put(seeded, new Base(pace.kernel(), pace.took(), pace.conditions()));
          }
          all.addAll(agreed);
        });
    return new Paces(next, all);
  }

  private static Seeded seeded(Pace pace) {
    return new Seeded(pace.test(), pace.seed());
  }

  private Judged judge(Pace pace) {
    Optional<Base> base = Optional.ofNullable(bases.get(seeded(pace)));
    if (base.isEmpty()) {
      return new Judged(pace, base, Word.FIRST, "the first time with seed " + pace.seed());
    }
    List<String> unlike = pace.conditions().unlike(base.get().conditions());
    if (!unlike.isEmpty()) {
      String what = String.join(", ", unlike);
      return new Judged(pace, base, Word.NOT_COMPARABLE, "not the same as before: " + what);
    }
    double before = base.get().took().toNanos();
    double rise = 100 * (pace.took().toNanos() - before) / before;
    return new Judged(
        pace,
        base,
        rise > pace.allowed() ? Word.SLOWER : Word.WITHIN,
        sentence(pace, base.get(), rise));
  }

  private static String sentence(Pace pace, Base base, double rise) {
    return String.format(
        Locale.ROOT,
        "%+.2f %%, %s allowed: the probe took %s of guest time, %s on %s (seed %d)",
        rise,
        pace.allowed() == Math.rint(pace.allowed())
            ? "%.0f %%".formatted(pace.allowed())
            : pace.allowed() + " %",
        GuestTimeAbove.milliseconds(pace.took()),
        GuestTimeAbove.milliseconds(base.took()),
        base.kernel(),
        pace.seed());
  }

  /** Boots of the last night that say something of a kernel, test by test. */
  SortedMap<TestId, List<Sample>> samples(String run) {
    SortedMap<TestId, List<Sample>> byTest = new TreeMap<>();
    for (Judged each : judged) {
      each.sample(run)
          .ifPresent(
              sample -> byTest.computeIfAbsent(sample.test(), t -> new ArrayList<>()).add(sample));
    }
    return byTest;
  }

  /** The boots of one of these tests that came to this in the last night. */
  public List<Judged> of(Collection<TestId> tests, Word word) {
    return judged.stream()
        .filter(each -> each.word() == word && tests.contains(each.pace().test()))
        .toList();
  }

  /** The figures of the clearest boot; empty where no time was judged. */
  Optional<String> figures(Collection<TestId> tests, Word word) {
    return of(tests, word).stream().findFirst().map(Judged::sentence);
  }
}
