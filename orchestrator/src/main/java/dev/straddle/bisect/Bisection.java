package dev.straddle.bisect;

import dev.straddle.lab.Answer;
import dev.straddle.lab.Bench;
import dev.straddle.lab.Job;
import dev.straddle.lab.Lab;
import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Symptom;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Carries out a bisection in a lab, step by step, and writes the journal after each.
 *
 * <p>As many boots of a batch run at once as the lab has room for. Those that began are awaited and
 * counted even after one of them has failed: crashes may end sooner than passes, and to count only
 * what ends first would make every rate look higher.
 */
public final class Bisection {

  /**
   * Each costs as much as three that are given up; few crashes need more than two boots to show.
   */
  private static final int WHOLE_FIRST = 2;

  private final JournalFile file;
  private final Lab lab;
  private final Targets targets;
  private final Sight sight;
  private final Boots boots;
  private final BisectListener listener;
  private final Map<String, KernelArtifact> artifacts = new HashMap<>();
  private final Map<String, Answer> builds = new HashMap<>();
  private Journal journal;

  /**
   * How the commits are booted.
   *
   * @param extent how far each boot goes
   * @param seed of the n-th boot of a commit, counted from 1; empty for ordinary boots
   * @param build a failure to build that is looked for instead: nothing is booted then
   */
  public record Boots(
      GuestSpec guest,
      Function<KernelArtifact, Job.Extent> extent,
      IntFunction<Optional<Long>> seed,
      Optional<Symptom.BuildFails> build) {}

  public Bisection(
      JournalFile file,
      Lab lab,
      Targets targets,
      Sight sight,
      Boots boots,
      BisectListener listener) {
    this.file = file;
    this.lab = lab;
    this.targets = targets;
    this.sight = sight;
    this.boots = boots;
    this.listener = listener;
  }

  /**
   * Goes on from a journal to the end.
   *
   * @throws InterruptedException when the lab was stopped or this thread interrupted; the journal
   *     then holds every boot that had ended
   */
  public Journal run(Journal from) throws InterruptedException {
    journal = from;
    file.write(journal);
    try (Bench bench = lab.bench((job, step) -> listener.goesOn(step))) {
      while (journal.conclusion().isEmpty()) {
        Action action = Protocol.next(journal);
        if (action instanceof Action.End end && !opened(end.conclusion())) {
          keep(journal.ended(end.conclusion()));
          listener.ended(journal);
        } else if (action instanceof Action.Boot boot) {
          step(bench, boot);
        }
      }
    }
    return journal;
  }

  /** Whether the answer is a merge of which only the merge itself has been looked at. */
  private boolean opened(Conclusion end) throws InterruptedException {
    if (end.word() != Conclusion.Word.CULPRIT) {
      return false;
    }
    String merge = end.culprits().get(0);
    Optional<Journal> wider = Insides.opened(journal, targets.inside(merge));
    if (wider.isPresent()) {
      keep(wider.get());
      listener.opened(journal, merge);
    }
    return wider.isPresent();
  }

  private void step(Bench bench, Action.Boot step) throws InterruptedException {
    Optional<Job.Build> build = build(step.target());
    if (build.isEmpty()) {
      return;
    }
    if (boots.build().isPresent()) {
      listener.builds(journal, step.target());
      tried(step.target(), boots.build().get(), bench, build.get());
      return;
    }
    if (!artifacts.containsKey(step.target())) {
      listener.builds(journal, step.target());
      bench.submit(build.get());
      long began = System.nanoTime();
      built(step.target(), bench.next(), Duration.ofNanos(System.nanoTime() - began));
      return;
    }
    listener.begins(journal, step);
    KernelArtifact kernel = artifacts.get(step.target());
    int first = 1 + journal.count(step.target(), t -> true);
    int atOnce = Math.min(step.atMost(), Math.max(1, lab.slots()));
    for (int i = 0; i < atOnce; i++) {
      CellId cell =
          new CellId(
              kernel.kernel(),
              kernel.variant(),
              boots.guest().name(),
              first + i,
              boots.seed().apply(first + i));
      bench.submit(
          new Job.Boot(cell, boots.guest(), kernel, file.directory()).upTo(extent(kernel)));
    }
    boolean stopped = false;
    for (int i = 0; i < atOnce; i++) { // what has ended is kept even when the lab is stopped
      stopped |= !booted(step.target(), bench.next());
    }
    if (stopped) {
      throw new InterruptedException("the lab was stopped");
    }
  }

  /**
   * The first boots go to their end whatever their layout: a symptom that shows all the same has
   * nothing to do with it.
   */
  private Job.Extent extent(KernelArtifact kernel) {
    return journal.known().inAnyLayout() || journal.trials().size() < WHOLE_FIRST
        ? Job.Extent.WHOLE
        : boots.extent().apply(kernel);
  }

  private Optional<Job.Build> build(String target) throws InterruptedException {
    try {
      Targets.Kernel kernel = targets.kernel(target);
      return Optional.of(new Job.Build(kernel.spec(), kernel.variant()));
    } catch (Targets.CannotBeMade e) {
      skip(target, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * What comes of a build is the same each time, so it is asked for once and counts from then on.
   */
  private void tried(String target, Symptom.BuildFails asked, Bench bench, Job.Build job)
      throws InterruptedException {
    Answer answer = builds.get(target);
    if (answer == null) {
      bench.submit(job);
      answer = bench.next();
    }
    if (answer instanceof Answer.Built) {
      trial(new Trial(target, Trial.Said.NOT_SHOWN, "it was built", "", Duration.ZERO));
    } else if (answer instanceof Answer.NotBuilt not) {
      String failure = not.failure().inOneLine();
      if (asked.message().map(failure::matches).orElse(true)) {
        trial(new Trial(target, Trial.Said.SHOWN, failure, "", Duration.ZERO));
      } else {
        skip(target, failure);
      }
    } else if (answer instanceof Answer.Trouble trouble) {
      trial(new Trial(target, Trial.Said.HOST, trouble.firstLine(), "", Duration.ZERO));
      return;
    } else {
      throw new InterruptedException("the lab was stopped");
    }
    builds.put(target, answer);
  }

  private void built(String target, Answer answer, Duration took) throws InterruptedException {
    if (answer instanceof Answer.Built built) {
      artifacts.put(target, built.kernel());
      if (!journal.built(target)) {
        Journal.Kernel kernel =
            new Journal.Kernel(target, built.kernel().key(), built.kernel().code(), took);
        keep(journal.plus(kernel));
        listener.built(journal, kernel);
      }
    } else if (answer instanceof Answer.NotBuilt not) {
      skip(target, not.failure().inOneLine());
    } else if (answer instanceof Answer.Trouble trouble) {
      trial(new Trial(target, Trial.Said.HOST, trouble.firstLine(), "", took));
    } else {
      throw new InterruptedException("the lab was stopped");
    }
  }

  /** Keeps what a boot says; false when it was not done. */
  private boolean booted(String target, Answer answer) {
    if (answer instanceof Answer.Booted booted) {
      CellId cell = booted.job().cell();
      Path directory = file.directory().resolve("cells").resolve(cell.directoryName());
      Sight.Seen seen = sight.of(booted.seen(), directory, journal.known());
      trial(new Trial(target, seen.said(), seen.reason(), cell.toString(), booted.seen().took()));
    } else if (answer instanceof Answer.Trouble trouble) {
      trial(
          new Trial(
              target, Trial.Said.HOST, trouble.firstLine(), trouble.job().name(), Duration.ZERO));
    } else {
      return false;
    }
    return true;
  }

  private void trial(Trial trial) {
    keep(journal.plus(trial));
    listener.booted(journal, trial);
  }

  private void skip(String target, String reason) {
    Journal.Skip skip = new Journal.Skip(target, reason);
    keep(journal.plus(skip));
    listener.skipped(journal, skip);
  }

  private void keep(Journal next) {
    journal = next;
    file.write(next);
  }
}
