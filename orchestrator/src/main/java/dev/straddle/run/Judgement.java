package dev.straddle.run;

import com.google.re2j.PatternSyntaxException;
import dev.straddle.findings.ConsoleSearch;
import dev.straddle.findings.FindingParser;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.InfraException;
import dev.straddle.model.KnownReport;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.model.RunVerdict;
import dev.straddle.model.Symptom;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunPlan;
import dev.straddle.runs.UnreadableRunException;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.verdict.RunJudge;
import dev.straddle.verdict.claim.Claims;
import dev.straddle.verdict.evidence.ConsoleLines;
import dev.straddle.verdict.evidence.Evidence;
import dev.straddle.verdict.symptom.Symptoms;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Verdicts from what a run left on disk; boots nothing. */
public final class Judgement {

  private static final int CHUNK = 1 << 16;

  private Judgement() {}

  /**
   * The evidence on one boot: its console is parsed anew, or, where a part of it is not on disk,
   * what was heard while it came is believed.
   *
   * @param symptom what will be asked of the evidence
   * @param known reports that are no news
   */
  public static Evidence evidence(
      Observation seen, RunDirectory directory, Symptom symptom, List<KnownReport> known) {
    List<String> patterns =
        Stream.concat(
                Symptoms.consolePatterns(symptom).stream(),
                Claims.consolePatterns(seen.guest()).stream())
            .distinct()
            .toList();
    FindingParser parser = FindingParser.standard();
    ConsoleSearch search = search(seen, patterns);
    ConsoleCheck check = new ConsoleCheck();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = console(seen, directory)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        parser.accept(chunk, 0, n);
        search.accept(chunk, 0, n);
        check.accept(chunk, n);
      }
    } catch (IOException e) {
      throw new InfraException(
          "cannot read the console of " + seen.cell() + ": " + e.getMessage(),
          "look at " + directory.path(),
          e);
    }
    List<Finding> onDisk = parser.finish();
    return new Evidence(
        seen,
        seen.console().bytesUnseen() == 0
            ? onDisk
            : seen.heard().map(Observation.Heard::findings).orElse(onDisk),
        new ConsoleLines(patterns, search.finish()),
        check.damage(seen),
        known);
  }

  private static ConsoleSearch search(Observation seen, List<String> patterns) {
    try {
      return new ConsoleSearch(patterns);
    } catch (PatternSyntaxException e) {
      throw new UnreadableRunException(
          "the guest of "
              + seen.cell()
              + " has a claim with no regular expression: "
              + Messages.firstLine(e));
    }
  }

  /** The verdict on one boot, which says when it is not that of the first attempt. */
  static CellVerdict verdict(Evidence boot, RunDirectory directory) {
    CellVerdict v = CellJudge.judge(boot);
    int before = directory.setAsideBefore(v.cell());
    return before == 0 ? v : v.because(v.reason() + " (attempt " + (1 + before) + ")");
  }

  /**
   * The record of a run with its verdict found anew; a run that was killed half-way is judged as
   * far as it got, and cells that never booted for the reason that its record gives.
   *
   * @throws dev.straddle.runs.UnreadableRunException when the directory holds no run
   */
  public static RunRecord of(RunDirectory directory) {
    Optional<RunRecord> written = directory.record();
    RunRecord told = written.orElseGet(() -> unfinished(directory));
    Consistency record = new Consistency(directory, told, written.isPresent());
    record.check();
    Map<CellId, Evidence> boots = new LinkedHashMap<>();
    List<CellVerdict> verdicts = new ArrayList<>();
    for (CellId cell : told.cells()) {
      try {
        Optional<Evidence> boot =
            record
                .boot(cell)
                .map(
                    seen ->
                        evidence(seen, directory, told.matrix().crash(), told.matrix().known()));
        boot.ifPresent(b -> boots.put(cell, b));
        verdicts.add(
            boot.map(b -> record.remarked(verdict(b, directory)))
                .orElseGet(() -> withoutBoot(cell, told)));
      } catch (UnreadableRunException | InfraException e) { // costs its own cell alone
        verdicts.add(CellJudge.neverBooted(cell, CellVerdict.DAMAGED + Messages.firstLine(e)));
      }
    }
    List<CellId> lacking = record.lacking();
    lacking.forEach(cell -> verdicts.add(CellJudge.neverBooted(cell, Consistency.LACKING)));
    return told.with(
        Stream.concat(told.cells().stream(), lacking.stream()).toList(),
        record.kernels(boots.values().stream().map(Evidence::seen).toList()),
        unlessLacking(lacking, RunJudge.judge(told.matrix(), verdicts, boots)));
  }

  /** A record that lacks cells answers nothing, whether or not a pair of its matrix has them. */
  private static RunVerdict unlessLacking(List<CellId> lacking, RunVerdict verdict) {
    return lacking.isEmpty() || verdict.exitStatus() != ExitStatus.AS_EXPECTED
        ? verdict
        : new RunVerdict(
            verdict.cells(),
            verdict.pairs(),
            verdict.sentence()
                + " INCONCLUSIVE: "
                + lacking.get(0)
                + ": "
                + Consistency.LACKING
                + ".",
            ExitStatus.NO_ANSWER);
  }

  /**
   * The verdicts on boots outside a matrix, in the order of their names; empty for a run.
   *
   * @throws dev.straddle.runs.UnreadableRunException when one of the records is damaged
   */
  public static List<CellVerdict> ofBoots(RunDirectory directory) {
    boolean ofAMatrix =
        directory.boots().isEmpty()
            && directory.plan().filter(plan -> plan.matrix().guests().isEmpty()).isEmpty();
    return ofAMatrix
        ? List.of()
        : directory.observations().stream()
            .map(seen -> Boots.judged(seen, directory).verdict())
            .toList();
  }

  /** The record that a killed run would have written, were everything it lacks empty. */
  private static RunRecord unfinished(RunDirectory directory) {
    RunPlan plan =
        directory
            .plan()
            .orElseThrow(
                () ->
                    new UnreadableRunException(
                        directory.path() + " holds boots outside a matrix; see straddle judge"));
    List<Observation> seen = directory.readableObservations();
    return new RunRecord(
        RunRecord.SCHEMA,
        plan.id(),
        plan.matrix(),
        plan.started(),
        seen.stream()
            .map(o -> o.started().plus(o.took()))
            .max(Comparator.naturalOrder())
            .orElse(plan.started()),
        plan.straddleVersion(),
        plan.host(),
        plan.cells(),
        seen.stream().map(Observation::kernel).distinct().toList(),
        List.of(),
        List.of(),
        new RunVerdict(List.of(), List.of(), "", 0),
        Map.of());
  }

  private static CellVerdict withoutBoot(CellId cell, RunRecord told) {
    if (told.observations().containsKey(cell.directoryName())) {
      return CellJudge.neverBooted(cell, CellVerdict.GONE);
    }
    return told.buildFailures().stream()
        .filter(f -> f.kernel().equals(cell.kernel()) && f.variant().equals(cell.variant()))
        .findFirst()
        .map(failure -> CellJudge.buildFailed(cell, failure))
        .or(() -> told.verdict().cells().stream().filter(v -> v.cell().equals(cell)).findFirst())
        .map(v -> restsOnBoot(v) ? CellJudge.neverBooted(cell, CellVerdict.GONE) : v)
        .orElseGet(() -> CellJudge.neverBooted(cell, CellVerdict.RUN_ENDED));
  }

  private static boolean restsOnBoot(CellVerdict verdict) {
    return switch (verdict.outcome()) {
      case PASS, OOPS, WARN, HANG -> true;
      case BUILD_FAILED, UNPROVEN, INFRA -> !verdict.proofs().isEmpty();
    };
  }

  /** A missing console is trouble, not a console without findings. */
  private static InputStream console(Observation seen, RunDirectory directory) {
    return directory
        .console(seen)
        .orElseThrow(
            () ->
                new InfraException(
                    "the console of " + seen.cell() + " is gone",
                    "boot the cell again: straddle run --resume " + directory.id()));
  }
}
