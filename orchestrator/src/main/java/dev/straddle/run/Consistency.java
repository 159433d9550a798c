package dev.straddle.run;

import dev.straddle.findings.ConsoleSearch;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.RunRecord;
import dev.straddle.model.Symptom;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunPlan;
import dev.straddle.runs.UnreadableRunException;
import dev.straddle.verdict.symptom.Symptoms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A run's record, held against its plan and against what lies in its directory.
 *
 * @param told the record
 * @param finished whether the run wrote it; that of a killed one is made of its plan and its boots
 */
record Consistency(RunDirectory directory, RunRecord told, boolean finished) {

  /** Of cells that something else than the record tells of. */
  static final String LACKING =
      "run.json lacks it, and plan, digests, boots or repetitions tell of it";

  /**
   * Refuses a record that cannot be judged at all.
   *
   * @throws UnreadableRunException when it counts a boot twice, its symptom cannot be looked for,
   *     or the plan is of another matrix
   */
  void check() {
    Set<CellId> once = new HashSet<>();
    for (CellId cell : told.cells()) {
      if (!once.add(cell)) {
        throw unreadable("cells: " + cell + " stands there twice");
      }
    }
    if (isOfMatrix() && told.matrix().repetitions() < 1) {
      throw unreadable("matrix/repetitions: " + told.matrix().repetitions());
    }
    try {
      titles(told.matrix().crash()).forEach(Pattern::compile);
      new ConsoleSearch(Symptoms.consolePatterns(told.matrix().crash()));
    } catch (PatternSyntaxException | com.google.re2j.PatternSyntaxException e) {
      throw unreadable("matrix/crash: no regular expression: " + Messages.firstLine(e));
    }
    Optional<RunPlan> plan = finished && isOfMatrix() ? directory.plan() : Optional.empty();
    if (plan.isPresent() && !plan.get().matrix().equals(told.matrix())) {
      throw new UnreadableRunException(
          "%s: %s and %s tell of different matrices; to make them one: straddle run --resume %s"
              .formatted(directory.path(), RunDirectory.RUN, RunDirectory.PLAN, directory.id()));
    }
  }

  private static Stream<String> titles(Symptom symptom) {
    if (symptom instanceof Symptom.Report report) {
      return report.titles().stream();
    }
    return symptom instanceof Symptom.AnyOf any
        ? any.symptoms().stream().flatMap(Consistency::titles)
        : Stream.empty();
  }

  /** The boot of a cell as it was recorded; empty when there was none. */
  Optional<Observation> boot(CellId cell) {
    Optional<String> digest = Optional.ofNullable(told.observations().get(cell.directoryName()));
    Optional<Observation> boot = directory.observation(cell, digest);
    if (boot.isPresent() && finished) {
      if (digest.isEmpty() && told.hasDigests()) {
        throw new UnreadableRunException(file() + " has no digest of it");
      }
      KernelArtifact kernel = boot.get().kernel();
      if (isOfMatrix() && !told(kernel).stream().allMatch(kernel::isToldAs)) {
        throw new UnreadableRunException(file() + " tells of another kernel than it");
      }
    }
    return boot;
  }

  /** The same verdict; where nothing tells if the record is as it was written, PASS says so. */
  CellVerdict remarked(CellVerdict verdict) {
    return finished && !told.hasDigests() && verdict.outcome() == Outcome.PASS
        ? verdict.because(verdict.reason() + "; the run is too old to tell if that was changed")
        : verdict;
  }

  /**
   * The cells that the plan, the digests, the directory or the number of repetitions have and the
   * record lacks.
   */
  List<CellId> lacking() {
    Set<CellId> all = new LinkedHashSet<>();
    told.observations().keySet().forEach(name -> all.add(cell(name)));
    if (finished && isOfMatrix()) {
      all.addAll(directory.plan().map(RunPlan::cells).orElse(List.of()));
      all.addAll(directory.booted());
      told.cells().forEach(cell -> all.addAll(repetitions(cell)));
    }
    told.cells().forEach(all::remove);
    return List.copyOf(all);
  }

  /** The kernels of the record, and of boots whose kernel it lacks. */
  List<KernelArtifact> kernels(Collection<Observation> boots) {
    List<KernelArtifact> kernels = new ArrayList<>(told.kernels());
    for (Observation boot : boots) {
      if (isOfMatrix() && told(boot.kernel()).isEmpty() && !kernels.contains(boot.kernel())) {
        kernels.add(boot.kernel());
      }
    }
    return kernels;
  }

  private List<KernelArtifact> told(KernelArtifact kernel) {
    return told.kernels().stream()
        .filter(k -> k.kernel().equals(kernel.kernel()) && k.variant().equals(kernel.variant()))
        .toList();
  }

  /** Every matrix boots each of its cells equally often; of many that lack, the first will do. */
  private List<CellId> repetitions(CellId cell) {
    List<CellId> all = new ArrayList<>();
    for (int n = 1; n <= told.matrix().repetitions() && n <= told.cells().size() + 1; n++) {
      all.add(cell.repeated(n));
    }
    return all;
  }

  private CellId cell(String directoryName) {
    try {
      return CellId.ofDirectory(directoryName);
    } catch (IllegalArgumentException e) {
      throw unreadable("observations: '" + directoryName + "' is no cell's directory");
    }
  }

  /** A night chooses its boots as it goes, and its kernels may change while it is cut short. */
  private boolean isOfMatrix() {
    return !told.matrix().guests().isEmpty();
  }

  private UnreadableRunException unreadable(String what) {
    return new UnreadableRunException(
        directory.path().resolve(file()) + ": not as straddle writes it: " + what);
  }

  private String file() {
    return finished ? RunDirectory.RUN : RunDirectory.PLAN;
  }
}
