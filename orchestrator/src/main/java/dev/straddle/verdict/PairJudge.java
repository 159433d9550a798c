package dev.straddle.verdict;

import static dev.straddle.model.Outcome.OOPS;
import static dev.straddle.model.Outcome.PASS;
import static dev.straddle.model.Outcome.WARN;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict.Counts;
import dev.straddle.verdict.symptom.Sighting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * Says what the boots without and with a series mean together.
 *
 * <p>Any number of boots a side. Under KASLR only those count whose layout needs a new top-level
 * entry: the others can neither crash nor prove anything. One expected crash is enough to call a
 * side crashing; a side passes only when every boot of it does. Where even boots that could crash
 * do so only sometimes, a difference must be too clear for chance.
 */
final class PairJudge {

  /** The usual bar of one in twenty. */
  private static final double ACCEPTED_CHANCE = 0.05;

  /** An outcome, the sentence that explains it, and the counts behind it. */
  record Result(PairOutcome outcome, String reason, Optional<Counts> counts) {}

  private final Function<CellVerdict, Sighting> sightings;
  private final Predicate<CellVerdict> canShowTheBug;

  PairJudge(Function<CellVerdict, Sighting> sightings, Predicate<CellVerdict> canShowTheBug) {
    this.sightings = sightings;
    this.canShowTheBug = canShowTheBug;
  }

  Result judge(List<CellVerdict> allWithout, List<CellVerdict> allWith) {
    if (allWithout.isEmpty() || allWith.isEmpty()) {
      return inconclusive("one side of the pair was not run", Optional.empty());
    }
    List<CellVerdict> without = allWithout.stream().filter(canShowTheBug).toList();
    List<CellVerdict> with = allWith.stream().filter(canShowTheBug).toList();
    if (without.isEmpty() || with.isEmpty()) {
      List<CellVerdict> side = without.isEmpty() ? allWithout : allWith;
      return inconclusive(
          "of %d boots %s the series none had a layout that needs a new top-level entry"
              .formatted(side.size(), without.isEmpty() ? "without" : "with"),
          Optional.empty());
    }
    Optional<Counts> counts =
        without.size() + with.size() > 2 ? Optional.of(count(without, with)) : Optional.empty();
    return judge(without, with, counts);
  }

  private Result judge(List<CellVerdict> without, List<CellVerdict> with, Optional<Counts> counts) {
    boolean crashesWithout = without.stream().anyMatch(this::showsTheBug);
    boolean soundWithout = without.stream().allMatch(v -> v.outcome() == PASS || showsTheBug(v));
    boolean passesWithout = all(without, PASS);
    boolean passesWith = all(with, PASS);
    boolean sameCode = with.stream().anyMatch(v -> v.sameCodeAs().isPresent());
    boolean brokenWith = with.stream().anyMatch(v -> isBroken(v, without));
    String both = "without the series " + describe(without) + "; with it " + describe(with);

    if (crashesWithout && (sameCode || brokenWith || with.stream().anyMatch(this::showsTheBug))) {
      return new Result(PairOutcome.NOT_FIXED, both, counts);
    }
    if (crashesWithout && soundWithout && passesWith) {
      boolean intermittent = !without.stream().allMatch(this::showsTheBug);
      if (intermittent && counts.orElseThrow().chance() > ACCEPTED_CHANCE) {
        return inconclusive(
            String.format(
                Locale.ROOT,
                "too few boots: %s, as chance alone would have it %.0f %% of the time",
                both,
                100 * counts.get().chance()),
            counts);
      }
      return new Result(PairOutcome.FIXED, both, counts);
    }
    if (passesWithout && passesWith) {
      return new Result(
          PairOutcome.NOT_REPRODUCED, "both sides pass: there is nothing here to fix", counts);
    }
    if (passesWithout && brokenWith) {
      return new Result(PairOutcome.REGRESSED, both, counts);
    }
    return inconclusive(both, counts);
  }

  private Counts count(List<CellVerdict> without, List<CellVerdict> with) {
    int crashesWithout = (int) without.stream().filter(this::showsTheBug).count();
    int crashesWith = (int) with.stream().filter(this::showsTheBug).count();
    double chance =
        FisherExactTest.withDefaults()
            .with(AlternativeHypothesis.GREATER_THAN)
            .test(
                new int[][] {
                  {crashesWithout, without.size() - crashesWithout},
                  {crashesWith, with.size() - crashesWith}
                })
            .getPValue();
    return new Counts(without.size(), crashesWithout, with.size(), crashesWith, chance);
  }

  /** A side in words, with counts when there are several boots. */
  private String describe(List<CellVerdict> side) {
    return side.stream()
        .collect(Collectors.groupingBy(this::describe, LinkedHashMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(
            e ->
                side.size() == 1
                    ? e.getKey()
                    : e.getValue() + " of " + side.size() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  private String describe(CellVerdict verdict) {
    Sighting sighting = sightings.apply(verdict);
    if (sighting instanceof Sighting.Shown) {
      return sighting.reason();
    }
    if (verdict.outcome() == PASS) {
      return "PASS";
    }
    String reason = verdict.reason();
    return verdict.outcome() != OOPS
        ? verdict.outcome() + " (" + reason + ")"
        : "another crash than the expected one: "
            + (sighting.reason().contains(reason) ? sighting.reason() : reason);
  }

  private boolean showsTheBug(CellVerdict verdict) {
    return sightings.apply(verdict) instanceof Sighting.Shown;
  }

  private static Result inconclusive(String reason, Optional<Counts> counts) {
    return new Result(PairOutcome.INCONCLUSIVE, reason, counts);
  }

  /** A crash, a hang, or a complaint that the other side does not make too. */
  private static boolean isBroken(CellVerdict verdict, List<CellVerdict> without) {
    return switch (verdict.outcome()) {
      case OOPS, HANG -> true;
      case WARN -> complaintsNew(verdict, without);
      case PASS, BUILD_FAILED, UNPROVEN, INFRA -> false;
    };
  }

  private static boolean complaintsNew(CellVerdict verdict, List<CellVerdict> without) {
    Set<String> known =
        without.stream()
            .flatMap(v -> v.findings().stream())
            .map(Finding::signature)
            .collect(Collectors.toSet());
    return verdict.findings().isEmpty()
        ? without.stream().noneMatch(v -> v.outcome() == WARN)
        : verdict.findings().stream().anyMatch(f -> !known.contains(f.signature()));
  }

  private static boolean all(List<CellVerdict> side, Outcome outcome) {
    return side.stream().allMatch(v -> v.outcome() == outcome);
  }
}
