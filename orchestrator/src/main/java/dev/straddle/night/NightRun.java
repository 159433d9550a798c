package dev.straddle.night;

import dev.straddle.history.BootRow;
import dev.straddle.history.Chronicle;
import dev.straddle.history.Event;
import dev.straddle.history.History;
import dev.straddle.history.Rules;
import dev.straddle.history.TestId;
import dev.straddle.lab.Answer;
import dev.straddle.lab.Bench;
import dev.straddle.lab.Job;
import dev.straddle.lab.Lab;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.Cell;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KnownReport;
import dev.straddle.model.NightlySpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.RunRecord;
import dev.straddle.model.RunVerdict;
import dev.straddle.model.Symptom;
import dev.straddle.run.Judgement;
import dev.straddle.run.Relay;
import dev.straddle.run.RunEvent;
import dev.straddle.run.RunListener;
import dev.straddle.runs.BootTimes;
import dev.straddle.runs.NightRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunPlan;
import dev.straddle.runs.UnreadableRunException;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.ExitStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One night: asks for all kernels, then boot by boot for what teaches most, looks for the commits
 * of new regressions, and spends what time is left on what fails now and then.
 *
 * <p>What is done is on disk at once. A night that was killed goes on in the same directory, and a
 * lab that is stopped, by a person or because time is over, leaves a complete record of what there
 * is.
 */
public final class NightRun {

  /**
   * What a night works on and with.
   *
   * @param directory new, or that of a night that was killed
   * @param record as it stands at the beginning
   * @param before the nights before
   * @param said by people since the last one
   * @param known reports that are no news
   * @param commits finds, of commits that people wait for, those that the kernels have
   */
  public record Setting(
      NightlySpec spec,
      List<NightTest> tests,
      List<KnownReport> known,
      RunDirectory directory,
      NightRecord record,
      Chronicle before,
      List<Event> said,
      RunRecord.Host host,
      String version,
      Rules rules,
      Commits commits,
      Bisector bisector,
      Clock clock) {
    public Setting {
      tests = List.copyOf(tests);
      known = List.copyOf(known);
      said = List.copyOf(said);
    }
  }

  private final Setting setting;
  private final RunDirectory directory;
  private final Lab lab;
  private final Bench bench;
  private final Relay relay;
  private final Agenda agenda;
  private final LastKernels lastKernels;
  private final List<Track> tracks = new ArrayList<>();
  private final Map<CellId, CellVerdict> verdicts = new LinkedHashMap<>();
  private final List<BootRow> rows = new ArrayList<>();
  private final List<KernelArtifact> artifacts = new ArrayList<>();
  private final List<BuildFailure> failures = new ArrayList<>();
  private final Set<String> trouble = new LinkedHashSet<>();
  private final List<NightRecord.Bisected> bisections;
  private NightRecord record;
  private int booting;
  private boolean stopped;

  private NightRun(Setting setting, Lab lab, RunListener listener) {
    this.setting = setting;
    this.directory = setting.directory();
    this.lab = lab;
    this.relay = new Relay(listener);
    this.bench = lab.bench(relay);
    this.record = setting.record();
    this.bisections = new ArrayList<>(setting.record().bisections());
    this.agenda =
        new Agenda(
            setting.before(), setting.rules(), setting.spec().boots(), setting.spec().retries());
    this.lastKernels = LastKernels.of(setting.before(), setting.directory().path().getParent());
    setting.tests().forEach(test -> tracks.add(new Track(test)));
  }

  /**
   * Spends a night to its end, or until the lab is stopped; its records are complete either way.
   */
  public static RunRecord run(Setting setting, Lab lab, RunListener listener)
      throws InterruptedException {
    NightRun night = new NightRun(setting, lab, listener);
    try (night.bench) {
      return night.run();
    }
  }

  /** Closes the record of a night that was killed and whose time is over; boots nothing. */
  public static RunRecord close(Setting setting, Lab lab) {
    NightRun night = new NightRun(setting, lab, event -> {});
    try (night.bench) {
      night.goOn();
      return night.close();
    }
  }

  private RunRecord run() throws InterruptedException {
    List<CellId> first = tracks.stream().map(track -> track.test.cell(0)).toList();
    directory.write(record);
    directory.write(
        new RunPlan(
            RunPlan.SCHEMA,
            directory.id(),
            NightForm.matrix(setting),
            record.started(),
            setting.version(),
            setting.host(),
            first));
    relay.tell(
        new RunEvent.Planned(
            directory.path(),
            tracks.stream()
                .map(
                    t ->
                        new Cell(t.test.cell(0), t.test.kernel(), t.test.variant(), t.test.guest()))
                .toList()));
    goOn();
    tracks.stream()
        .map(t -> new Job.Build(t.test.kernel(), t.test.variant()))
        .distinct()
        .forEach(bench::submit);
    work(false);
    bisect();
    work(true);
    return close();
  }

  /** Takes in what a night that was killed has left. */
  private void goOn() {
    for (Observation seen : directory.readableObservations()) {
      track(seen.cell())
          .ifPresent(
              track -> {
                track.kernel = Optional.of(seen.kernel());
                track.numbered = track.numberAfter(seen.cell());
                try {
                  judge(track, seen, Duration.ZERO);
                } catch (UnreadableRunException e) {
                  trouble.add(seen.cell() + " of the night that was cut short: " + e.getMessage());
                }
                track.kernel = Optional.empty();
              });
    }
    tracks.forEach(track -> track.again.removeIf(verdicts::containsKey));
  }

  private void work(boolean spare) throws InterruptedException {
    ask(spare);
    while (bench.outstanding() > 0) {
      take(bench.next());
      ask(spare);
    }
  }

  /** Keeps the lab's slots filled with what teaches most. */
  private void ask(boolean spare) {
    while (!stopped && booting < Math.max(1, lab.slots())) {
      List<Agenda.Tonight> ready =
          tracks.stream().filter(t -> t.kernel.isPresent()).map(Track::tonight).toList();
      Optional<TestId> wish = agenda.next(ready, now(), spare);
      if (wish.isEmpty()) {
        return;
      }
      Track track =
          tracks.stream()
              .filter(t -> t.kernel.isPresent() && t.id().equals(wish.get()))
              .findFirst()
              .orElseThrow();
      booting++;
      bench.submit(
          new Job.Boot(
              track.next(), track.test.guest(), track.kernel.orElseThrow(), directory.path()));
    }
  }

  private History now() {
    return setting
        .before()
        .now()
        .after(Chronicle.night(directory.id(), record, rows, setting.said()), setting.rules());
  }

  private void take(Answer answer) throws InterruptedException {
    if (answer instanceof Answer.NotDone) {
      stopped = true;
    }
    if (answer.job() instanceof Job.Build build) {
      built(build, answer);
    } else {
      booting--;
      booted((Job.Boot) answer.job(), answer);
    }
  }

  private void built(Job.Build job, Answer answer) throws InterruptedException {
    List<Track> waiting =
        tracks.stream()
            .filter(
                t -> t.test.kernel().equals(job.kernel()) && t.test.variant().equals(job.variant()))
            .toList();
    if (answer instanceof Answer.Built built) {
      KernelArtifact kernel = built.kernel();
      artifacts.add(kernel);
      boolean changed = lastKernels.differ(kernel);
      note(KernelNote.of(job.name(), kernel, changed, relay.compiled(job.name())));
      for (Track track : waiting) {
        track.kernel = Optional.of(kernel);
        track.changed = changed;
      }
      relay.tell(new RunEvent.KernelReady(kernel, relay.took(job)));
    } else if (answer instanceof Answer.NotBuilt not) {
      failures.add(not.failure());
      note(new NightRecord.Kernel(job.name(), not.failure().version().orElse(""), true));
      relay.tell(new RunEvent.KernelFailed(not.failure()));
      for (Track track : waiting) {
        track.notBuilt = true;
        CellVerdict verdict = CellJudge.buildFailed(track.next(), not.failure());
        verdicts.put(verdict.cell(), verdict);
        rows.add(
            BootRow.notBuilt(
                directory.id(), verdict, not.failure().version().orElse(""), record.started()));
      }
    } else if (answer instanceof Answer.Trouble troubled) {
      trouble.add(job.name() + " could not be built: " + troubled.firstLine());
      relay.tell(new RunEvent.HostTrouble(job.name(), troubled.message()));
    }
  }

  private void note(NightRecord.Kernel kernel) throws InterruptedException {
    List<NightRecord.Kernel> all = new ArrayList<>(record.kernels());
    all.removeIf(k -> k.name().equals(kernel.name()));
    all.add(kernel);
    record =
        record.with(
            all, setting.commits().present(setting.before().now().regressions().values(), record));
    directory.write(record);
  }

  private void booted(Job.Boot job, Answer answer) {
    Track track = track(job.cell()).orElseThrow();
    Duration took = relay.took(job);
    if (answer instanceof Answer.Booted booted) {
      try {
        judge(track, booted.seen(), took);
      } catch (RuntimeException e) { // costs its own boot alone
        spoilt(track, job.cell(), "the boot cannot be judged: " + e.getMessage());
      }
    } else if (answer instanceof Answer.Trouble troubled) {
      relay.tell(new RunEvent.HostTrouble(job.name(), troubled.message()));
      spoilt(track, job.cell(), troubled.firstLine());
    } else {
      track.takeBack(job.cell());
    }
  }

  private void spoilt(Track track, CellId cell, String why) {
    keep(CellJudge.neverBooted(cell, why), Optional.empty(), track);
  }

  private void judge(Track track, Observation seen, Duration took) {
    CellVerdict verdict =
        CellJudge.judge(Judgement.evidence(seen, directory, new Symptom.Crash(), setting.known()));
    keep(verdict, Optional.of(seen), track);
    relay.tell(new RunEvent.CellJudged(verdict, took));
  }

  private void keep(CellVerdict verdict, Optional<Observation> seen, Track track) {
    if (verdict.outcome() == Outcome.INFRA) {
      track.spoilt++;
    }
    verdicts.put(verdict.cell(), verdict);
    rows.add(
        BootRow.of(
            directory.id(), verdict, track.kernel, seen.map(BootTimes::of), record.started()));
    if (verdict.outcome() == Outcome.PASS) {
      seen.flatMap(boot -> GuestTimes.of(track.test, boot)).ifPresent(timed -> time(track, timed));
    }
  }

  private void time(Track track, NightRecord.Timed timed) {
    record = record.with(timed);
    if (!Track.isSecondLook(timed.cell())
        && GuestTimes.wasSlower(now(), track.id(), timed.cell())) {
      track.again.add(NightTest.again(timed.cell()));
    }
  }

  private void bisect() throws InterruptedException {
    if (!setting.spec().bisect()) {
      return;
    }
    Hunts hunts = new Hunts(setting, bisections);
    for (Bisector.Hunt hunt : hunts.of(now(), tracks.stream().map(t -> t.test).toList())) {
      Duration left = Duration.between(setting.clock().instant(), record.deadline());
      if (stopped || left.isNegative()) {
        return;
      }
      bisections.removeIf(b -> b.regression() == hunt.regression().id());
      bisections.add(setting.bisector().find(hunt));
      record = record.with(bisections);
      directory.write(record);
    }
  }

  private RunRecord close() {
    List<String> leftOut =
        tracks.stream()
            .filter(t -> t.leftOut(setting.spec().boots()))
            .map(t -> t.test.toString())
            .toList();
    Instant end = setting.clock().instant();
    List<CellVerdict> all = List.copyOf(verdicts.values());
    RunRecord run =
        new RunRecord(
            RunRecord.SCHEMA,
            directory.id(),
            NightForm.matrix(setting),
            record.started(),
            end,
            setting.version(),
            setting.host(),
            List.copyOf(verdicts.keySet()),
            artifacts,
            failures,
            relay.work(),
            new RunVerdict(
                all,
                List.of(),
                NightForm.sentence(all, tracks.size()),
                ExitStatus.of(all.stream().map(CellVerdict::outcome).toList())),
            directory.digests(verdicts.keySet()));
    directory.write(record.over(end, leftOut, List.copyOf(trouble)));
    directory.write(run);
    return run;
  }

  private Optional<Track> track(CellId cell) {
    return tracks.stream().filter(t -> t.test.holds(cell)).findFirst();
  }
}
