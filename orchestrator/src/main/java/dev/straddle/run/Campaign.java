package dev.straddle.run;

import dev.straddle.lab.Answer;
import dev.straddle.lab.Bench;
import dev.straddle.lab.Job;
import dev.straddle.lab.Lab;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.Cell;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.RunRecord;
import dev.straddle.model.RunVerdict;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunLock;
import dev.straddle.runs.RunPlan;
import dev.straddle.runs.UnreadableRunException;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.RunJudge;
import dev.straddle.verdict.evidence.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The strategy of a matrix: asks for all its kernels, and for the boots of each as soon as it is
 * built.
 *
 * <p>What is done is on disk at once: a run killed at any moment can be judged as far as it got,
 * and running its plan again in the same directory boots only what is missing. Whatever goes wrong
 * with a cell does not stop the others.
 */
public final class Campaign {

  /** What a campaign works on and with. */
  public record Setting(
      MatrixSpec matrix,
      List<Cell> cells,
      RunDirectory directory,
      RunRecord.Host host,
      String version,
      int attempts) {

    /** How often a cell is booted at most while it ends INFRA, unless somebody says otherwise. */
    public static final int USUAL_ATTEMPTS = 3;

    /**
     * @param cells in the order of the plan
     * @param directory new, or that of an earlier run of the same plan
     * @param attempts how often a cell is booted at most while it ends INFRA
     */
    public Setting {
      cells = List.copyOf(cells);
    }
  }

  private final Setting setting;
  private final RunDirectory directory;
  private final Variants variants;
  private final Relay relay;
  private final Lab lab;
  private final Bench bench;

  private final Map<CellId, CellVerdict> verdicts = new LinkedHashMap<>();
  private final Map<CellId, Evidence> evidence = new LinkedHashMap<>();
  private final List<KernelArtifact> artifacts = new ArrayList<>();
  private final List<BuildFailure> failures = new ArrayList<>();

  /** Digests of the boots of an earlier run in the same directory, where it came to its end. */
  private final Map<String, String> before;

  private Campaign(Setting setting, Lab lab, RunListener listener) {
    this.setting = setting;
    this.directory = setting.directory();
    this.variants = new Variants(setting.cells());
    this.relay = new Relay(listener);
    this.lab = lab;
    this.bench = lab.bench(relay);
    this.before = digests(directory);
  }

  /**
   * Runs a plan to its end, or until the lab is stopped; the record is complete either way.
   *
   * @throws dev.straddle.model.InfraException when somebody else works in that directory
   */
  public static RunRecord run(Setting setting, Lab lab, RunListener listener)
      throws InterruptedException {
    return RunLock.alone(
        setting.directory().path(),
        () -> {
          Campaign campaign = new Campaign(setting, lab, listener);
          try {
            return campaign.run();
          } finally {
            campaign.bench.close();
          }
        });
  }

  private static Map<String, String> digests(RunDirectory directory) {
    try {
      return directory.record().map(RunRecord::observations).orElse(Map.of());
    } catch (UnreadableRunException e) { // it is written anew
      return Map.of();
    }
  }

  private RunRecord run() throws InterruptedException {
    Instant started = Instant.now();
    List<CellId> ids = setting.cells().stream().map(Cell::id).toList();
    directory.write(
        new RunPlan(
            RunPlan.SCHEMA,
            directory.id(),
            setting.matrix(),
            started,
            setting.version(),
            setting.host(),
            ids));
    Set<CellId> planned = Set.copyOf(ids);
    directory.booted().stream().filter(c -> !planned.contains(c)).forEach(directory::setAside);
    relay.tell(new RunEvent.Planned(directory.path(), setting.cells()));
    variants.jobs().forEach(bench::submit);
    while (bench.outstanding() > 0) {
      take(bench.next());
    }
    List<CellVerdict> ordered = ids.stream().map(verdicts::get).toList();
    RunVerdict verdict = RunJudge.judge(setting.matrix(), ordered, evidence);
    RunRecord record =
        new RunRecord(
            RunRecord.SCHEMA,
            directory.id(),
            setting.matrix(),
            started,
            Instant.now(),
            setting.version(),
            setting.host(),
            ids,
            artifacts,
            failures,
            relay.work(),
            verdict,
            directory.digests(ids));
    directory.write(record);
    return record;
  }

  private void take(Answer answer) {
    if (answer.job() instanceof Job.Build build) {
      variants.answered(build, answer).forEach(this::kernel);
    } else {
      boot((Job.Boot) answer.job(), answer);
    }
  }

  /** A kernel is there or is not, and so is each that comes before it in the plan. */
  private void kernel(Answer answer) {
    List<Cell> cells = variants.cellsOf((Job.Build) answer.job());
    if (answer instanceof Answer.Built built) {
      Optional<KernelArtifact> sameCode = sameCode(built.kernel());
      artifacts.add(built.kernel());
      relay.tell(new RunEvent.KernelReady(built.kernel(), relay.took(built.job())));
      for (Cell cell : cells) {
        if (sameCode.isPresent()) {
          judged(CellJudge.noCodeChange(cell.id(), sameCode.get().variant()), Duration.ZERO);
        } else {
          begin(cell, built.kernel());
        }
      }
    } else if (answer instanceof Answer.NotBuilt not) {
      failures.add(not.failure());
      relay.tell(new RunEvent.KernelFailed(not.failure()));
      cells.forEach(c -> judged(CellJudge.buildFailed(c.id(), not.failure()), Duration.ZERO));
    } else if (answer instanceof Answer.Trouble trouble) {
      relay.tell(new RunEvent.HostTrouble(trouble.job().name(), trouble.message()));
      cells.forEach(c -> neverBooted(c.id(), trouble.firstLine(), Duration.ZERO));
    } else {
      cells.forEach(c -> neverBooted(c.id(), CellVerdict.RUN_INTERRUPTED, Duration.ZERO));
    }
  }

  /** Another variant of this kernel that was booted in this run and has the same code. */
  private Optional<KernelArtifact> sameCode(KernelArtifact built) {
    return artifacts.stream()
        .filter(other -> other.kernel().equals(built.kernel()))
        .filter(built::runsTheCodeOf)
        .findFirst();
  }

  /** Takes an earlier boot of the cell where it still counts, and asks for one where not. */
  private void begin(Cell cell, KernelArtifact kernel) {
    Job.Boot job = new Job.Boot(cell.id(), cell.guest(), kernel, directory.path());
    try {
      Optional<Observation> earlier =
          directory
              .observation(cell.id(), Optional.ofNullable(before.get(cell.id().directoryName())))
              .filter(Earlier::wasWhole);
      if (earlier.isPresent()) {
        Optional<String> changed = Earlier.changed(earlier.get(), job, lab);
        if (changed.isEmpty()) {
          Evidence boot = evidence(earlier.get());
          Optional<String> spoilt =
              boot.damage()
                  .or(
                      () ->
                          Optional.of(Judgement.verdict(boot, directory))
                              .filter(verdict -> verdict.outcome() == Outcome.INFRA)
                              .map(CellVerdict::reason));
          if (spoilt.isEmpty()) {
            judge(boot, Duration.ZERO);
            return;
          }
          bootAgain(cell, spoilt.get());
        } else {
          relay.tell(new RunEvent.CellChanged(cell.id(), changed.get()));
        }
      }
    } catch (RuntimeException e) {
      bootAgain(cell, Messages.inOneLine(e));
    }
    bench.submit(job);
  }

  private void bootAgain(Cell cell, String why) {
    relay.tell(new RunEvent.HostTrouble(cell.id().toString(), why + "; booting it again"));
  }

  private void boot(Job.Boot job, Answer answer) {
    Duration took = relay.took(job);
    if (answer instanceof Answer.Booted booted) {
      try {
        Evidence boot = evidence(booted.seen());
        CellVerdict verdict = Judgement.verdict(boot, directory);
        if (!again(job, verdict.outcome() == Outcome.INFRA, verdict.reason())) {
          judge(boot, took);
        }
      } catch (RuntimeException e) {
        relay.tell(new RunEvent.HostTrouble(job.name(), Messages.inOneLine(e)));
        neverBooted(job.cell(), "the boot cannot be judged: " + Messages.firstLine(e), took);
      }
    } else if (answer instanceof Answer.Trouble trouble) {
      if (!again(job, true, trouble.firstLine())) {
        relay.tell(new RunEvent.HostTrouble(job.name(), trouble.message()));
        neverBooted(job.cell(), trouble.firstLine(), took);
      }
    } else {
      neverBooted(job.cell(), CellVerdict.BOOT_INTERRUPTED, took);
    }
  }

  /** Asks for another attempt where the host spoilt this one and one is left. */
  private boolean again(Job.Boot job, boolean spoilt, String why) {
    if (!spoilt || job.attempt() >= setting.attempts()) {
      return false;
    }
    relay.tell(new RunEvent.CellAgain(job.cell(), job.attempt(), why));
    bench.submit(job.again());
    return true;
  }

  private Evidence evidence(Observation seen) {
    return Judgement.evidence(seen, directory, setting.matrix().crash(), setting.matrix().known());
  }

  private void judge(Evidence boot, Duration took) {
    evidence.put(boot.seen().cell(), boot);
    judged(Judgement.verdict(boot, directory), took);
  }

  private void neverBooted(CellId cell, String why, Duration took) {
    judged(CellJudge.neverBooted(cell, why), took);
  }

  private void judged(CellVerdict verdict, Duration took) {
    verdicts.put(verdict.cell(), verdict);
    relay.tell(new RunEvent.CellJudged(verdict, took));
  }
}
