package dev.straddle.backport;

import dev.straddle.backport.BranchRow.Affected;
import dev.straddle.backport.BranchRow.Applies;
import dev.straddle.backport.BranchRow.Build;
import dev.straddle.backport.BranchRow.GuestResult;
import dev.straddle.backport.BranchRow.Shown;
import dev.straddle.backport.BranchRow.Side;
import dev.straddle.backport.BranchRow.Step;
import dev.straddle.backport.BranchRow.Word;
import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.RunRecord;
import dev.straddle.verdict.symptom.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says of each branch what its builds and boots mean; pure.
 *
 * @param sightings whether a boot shows the bug
 * @param newWarnings of a kernel
 */
record Rows(
    RunRecord record,
    Function<CellVerdict, Sighting> sightings,
    Function<KernelArtifact, List<String>> newWarnings) {

  /** A rate with which no boot in so many shows the bug one time in twenty. */
  private static final double CONFIDENCE = 0.05;

  BranchRow of(BranchPlan plan, Optional<BranchFacts> history) {
    List<GuestResult> guests =
        record.verdict().pairs().stream()
            .filter(p -> p.kernel().equals(plan.branch()))
            .map(p -> guest(plan, p))
            .sorted(Comparator.comparing(g -> !g.isCase()))
            .toList();
    Affected affected = affected(guests);
    Applies applies = applies(plan.trials());
    List<Build> builds =
        plan.kernel().variants().stream().flatMap(v -> build(plan, v).stream()).toList();
    List<Step> steps = steps(plan);
    Word word = word(plan, affected, builds, guests);
    return new BranchRow(
        plan.branch(),
        artifact(plan.branch(), Verification.WITHOUT)
            .or(() -> artifact(plan.branch(), Verification.WITH))
            .map(KernelArtifact::sourceVersion)
            .orElse(""),
        word,
        because(word, plan, affected, builds, guests),
        affected,
        applies,
        plan.trials(),
        history,
        builds,
        guests,
        steps);
  }

  private GuestResult guest(BranchPlan plan, PairVerdict pair) {
    return new GuestResult(
        pair.guest(),
        pair.expected() == PairOutcome.FIXED,
        pair.outcome(),
        pair.reason(),
        side(plan.branch(), Verification.WITHOUT, pair.guest()),
        side(plan.branch(), Verification.WITH, pair.guest()),
        pair.counts().map(PairVerdict.Counts::chance));
  }

  /** Boots that tell nothing of the bug count on neither side. */
  private Side side(String branch, String variant, String guest) {
    int shown = 0;
    int boots = 0;
    for (CellVerdict verdict : cells(branch, variant, guest)) {
      Sighting sighting = sightings.apply(verdict);
      shown += sighting instanceof Sighting.Shown ? 1 : 0;
      boots += sighting instanceof Sighting.Unknown ? 0 : 1;
    }
    return new Side(shown, boots);
  }

  private List<CellVerdict> cells(String branch, String variant, String guest) {
    return record.verdict().cells().stream()
        .filter(v -> v.cell().kernel().equals(branch))
        .filter(v -> v.cell().variant().equals(variant))
        .filter(v -> guest.isEmpty() || v.cell().guest().equals(guest))
        .toList();
  }

  private static Affected affected(List<GuestResult> guests) {
    int shown = 0;
    int boots = 0;
    for (GuestResult guest : guests) {
      if (guest.isCase()) {
        shown += guest.without().shown();
        boots += guest.without().boots();
      }
    }
    Shown kind = shown > 0 ? Shown.REPRODUCED : boots > 0 ? Shown.NOT_REPRODUCED : Shown.UNKNOWN;
    return new Affected(kind, shown, boots, boots == 0 ? 1 : 1 - Math.pow(CONFIDENCE, 1.0 / boots));
  }

  static Applies applies(List<PatchTrial> trials) {
    Applies worst = Applies.CLEAN;
    boolean some = false;
    for (PatchTrial trial : trials) {
      Applies one =
          switch (trial.kind()) {
            case APPLIES, ALREADY_THERE -> Applies.CLEAN;
            case APPLIES_WITH_OFFSET -> Applies.OFFSET;
            case MERGES -> Applies.THREE_WAY;
            case NEEDS_PATCH -> Applies.PATCH_ONLY;
            case FITS_WITH_FUZZ -> Applies.FUZZ;
            case DOES_NOT_APPLY -> Applies.CONFLICT;
          };
      some |= trial.kind() != PatchTrial.Kind.ALREADY_THERE;
      worst = one.compareTo(worst) > 0 ? one : worst;
    }
    return trials.isEmpty() ? Applies.UNTRIED : some ? worst : Applies.EMPTY;
  }

  private Optional<KernelArtifact> artifact(String branch, String variant) {
    return record.kernels().stream()
        .filter(k -> k.kernel().equals(branch) && k.variant().equals(variant))
        .findFirst();
  }

  private Optional<BuildFailure> failure(String branch, String variant) {
    return record.buildFailures().stream()
        .filter(f -> f.kernel().equals(branch) && f.variant().equals(variant))
        .findFirst();
  }

  private static String inWords(BuildFailure failure) {
    return failure.step() + ": " + failure.message().lines().findFirst().orElse("no message");
  }

  private Optional<Build> build(BranchPlan plan, KernelSpec.Variant variant) {
    Optional<String> problem = failure(plan.branch(), variant.name()).map(Rows::inWords);
    Optional<KernelArtifact> built = artifact(plan.branch(), variant.name());
    if (problem.isEmpty() && built.isEmpty()) {
      return Optional.empty();
    }
    boolean without = variant.name().equals(Verification.WITHOUT);
    return Optional.of(
        new Build(
            variant.name(),
            problem,
            without ? List.of() : built.map(newWarnings).orElse(List.of())));
  }

  private Word word(
      BranchPlan plan, Affected affected, List<Build> builds, List<GuestResult> guests) {
    boolean reproduced = affected.shown() == Shown.REPRODUCED;
    List<GuestResult> cases = guests.stream().filter(GuestResult::isCase).toList();
    boolean fixed =
        cases.stream().anyMatch(g -> g.outcome() == PairOutcome.FIXED)
            && cases.stream().noneMatch(g -> g.outcome() == PairOutcome.NOT_FIXED);
    if (plan.direction() == BranchPlan.Direction.OFF) {
      return reproduced && fixed ? Word.ALREADY_FIXED : Word.ALREADY_THERE;
    }
    boolean broken =
        builds.stream()
            .anyMatch(b -> b.variant().equals(Verification.WITH) && b.problem().isPresent());
    if (plan.direction() == BranchPlan.Direction.NEITHER) {
      return reproduced
          ? Word.DOES_NOT_APPLY
          : affected.shown() == Shown.NOT_REPRODUCED ? Word.NOT_AFFECTED : Word.NOT_TESTABLE;
    }
    if (broken) {
      return Word.DOES_NOT_BUILD;
    }
    if (reproduced && fixed) {
      return Word.FIXED;
    }
    if (reproduced && cases.stream().anyMatch(g -> g.outcome() == PairOutcome.NOT_FIXED)) {
      return Word.NOT_FIXED;
    }
    if (guests.stream().anyMatch(g -> g.outcome() == PairOutcome.REGRESSED)) {
      return Word.REGRESSED;
    }
    return affected.shown() == Shown.NOT_REPRODUCED ? Word.NOT_AFFECTED : Word.NOT_TESTABLE;
  }

  private String because(
      Word word, BranchPlan plan, Affected affected, List<Build> builds, List<GuestResult> guests) {
    Optional<GuestResult> telling =
        guests.stream()
            .filter(GuestResult::isCase)
            .filter(
                g ->
                    word == Word.NOT_FIXED
                        ? g.outcome() == PairOutcome.NOT_FIXED
                        : g.outcome() == PairOutcome.FIXED)
            .findFirst()
            .or(() -> guests.stream().filter(GuestResult::isCase).findFirst());
    String seen = telling.map(GuestResult::reason).orElse("no guest can show the bug");
    return switch (word) {
      case FIXED, NOT_FIXED -> seen;
      case ALREADY_FIXED -> "the branch has the series; taken off, it shows the bug: " + seen;
      case ALREADY_THERE ->
          "the branch has the series; taken off, the bug is "
              + affected.inWords()
              + ": "
              + builds.stream().flatMap(b -> b.problem().stream()).findFirst().orElse(seen);
      case NOT_AFFECTED ->
          "the bug was " + affected.inWords() + "; nothing is proven by boots without it";
      case DOES_NOT_APPLY ->
          "the bug was "
              + affected.inWords()
              + (applies(plan.trials()) == Applies.FUZZ
                  ? ", and only fuzz would let the series in: "
                  : ", and the series does not apply: ")
              + misfit(plan);
      case DOES_NOT_BUILD ->
          builds.stream().flatMap(b -> b.problem().stream()).findFirst().orElse("");
      case REGRESSED ->
          guests.stream()
              .filter(g -> g.outcome() == PairOutcome.REGRESSED)
              .findFirst()
              .map(g -> "on " + g.guest() + ": " + g.reason())
              .orElse("");
      case NOT_TESTABLE ->
          plan.failure()
              .map(f -> withNextStep(f.message()))
              .or(() -> builds.stream().flatMap(b -> b.problem().stream()).findFirst())
              .orElse(seen);
    };
  }

  /** What is wrong and what can be done, in one line. */
  private static String withNextStep(String message) {
    String next =
        message
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("next: "))
            .findFirst()
            .map(line -> "; " + line)
            .orElse("");
    return message.lines().findFirst().orElse("") + next;
  }

  private static String misfit(BranchPlan plan) {
    return plan.trials().stream()
        .filter(f -> !f.sound())
        .findFirst()
        .map(
            f ->
                f.subject()
                    + f.misfits().stream()
                        .findFirst()
                        .map(
                            m ->
                                " in "
                                    + m.file()
                                    + (m.line() > 0 ? ":" + m.line() : " (not there)"))
                        .orElse(""))
        .orElse("no patch fits");
  }

  private List<Step> steps(BranchPlan plan) {
    List<Step> steps = new ArrayList<>();
    List<String> titles =
        plan.trials().stream().filter(PatchTrial::goesOn).map(PatchTrial::subject).toList();
    for (int i = 1; i <= titles.size(); i++) {
      String title = titles.get(i - 1);
      if (plan.kernel().variant("alone-" + i).isPresent()) {
        steps.add(step(plan, "alone-" + i, i, true, title));
      }
      if (plan.kernel().variant("upto-" + i).isPresent()) {
        steps.add(step(plan, "upto-" + i, i, false, title));
      }
    }
    if (!steps.isEmpty()) {
      int last = titles.size();
      steps.add(step(plan, Verification.WITH, last, false, titles.get(last - 1)));
    }
    return steps;
  }

  private Step step(BranchPlan plan, String variant, int number, boolean alone, String title) {
    Optional<BuildFailure> problem = failure(plan.branch(), variant);
    if (problem.isPresent()) {
      boolean fits = !problem.get().step().equals("patch");
      String how = fits ? "does not build: " + inWords(problem.get()) : "does not apply";
      return new Step(number, alone, title, how, false);
    }
    List<CellVerdict> cells =
        cells(plan.branch(), variant, "").stream().filter(v -> isCase(v.cell().guest())).toList();
    Optional<CellVerdict> same = cells.stream().filter(v -> v.sameCodeAs().isPresent()).findFirst();
    if (same.isPresent()) {
      return new Step(
          number, alone, title, "changes no code: as " + same.get().sameCodeAs().get(), false);
    }
    long shown = cells.stream().filter(v -> sightings.apply(v) instanceof Sighting.Shown).count();
    boolean passes = !cells.isEmpty() && cells.stream().allMatch(v -> v.outcome() == Outcome.PASS);
    String effect =
        shown > 0
            ? "the bug shows, " + shown + " of " + cells.size()
            : passes
                ? "passes, " + cells.size() + " of " + cells.size()
                : cells.stream().findFirst().map(CellVerdict::reason).orElse("not booted");
    return new Step(number, alone, title, effect, passes);
  }

  private boolean isCase(String guest) {
    return record.matrix().guests().get(guest) == PairOutcome.FIXED;
  }

  /** Sightings by cell, for boots on disk. */
  static Function<CellVerdict, Sighting> sightings(Map<?, Sighting> byCell) {
    return verdict ->
        Optional.ofNullable(byCell.get(verdict.cell()))
            .orElse(new Sighting.Unknown(verdict.reason()));
  }
}
