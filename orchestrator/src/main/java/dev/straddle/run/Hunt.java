package dev.straddle.run;

import dev.straddle.lab.Answer;
import dev.straddle.lab.Bench;
import dev.straddle.lab.Job;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.Address;
import dev.straddle.model.Audit;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.runs.RunDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Seed after seed, as many at once as the lab has slots, until something shows.
 *
 * <p>Trials are told and counted in the order of their seeds, whichever boot ended first: what a
 * hunt finds must not depend on how many machines it had.
 */
public final class Hunt {

  /**
   * What is hunted, and where.
   *
   * @param crash whether a boot has to crash; else its layout has to need a new top-level entry
   * @param all whether to go on when it was found
   */
  public record Request(
      KernelArtifact kernel,
      GuestSpec guest,
      RunDirectory directory,
      long first,
      int seeds,
      boolean crash,
      boolean all) {

    /** The boot with that seed. */
    public CellId cell(long seed) {
      return new CellId(kernel.kernel(), kernel.variant(), guest.name(), 1, Optional.of(seed));
    }
  }

  /**
   * What came of a seed.
   *
   * @param vmemmap where page structures began; empty when the kernel never spoke, or the host
   *     failed
   * @param spans whether that needs a new top-level entry
   * @param verdict of a boot that was let run
   * @param trouble of the host
   */
  public record Trial(
      long seed,
      Optional<Address> vmemmap,
      boolean spans,
      Optional<CellVerdict> verdict,
      Optional<String> trouble) {}

  private final Request request;
  private final Bench bench;
  private final Map<Long, Trial> held = new HashMap<>();
  private boolean stopped;

  private Hunt(Request request, Bench bench) {
    this.request = request;
    this.bench = bench;
  }

  /**
   * Hunts.
   *
   * @param atOnce how many boots to have under way
   * @param listener hears of each trial, in the order of seeds
   * @return whether it came to its end; false when the lab was stopped
   */
  public static boolean hunt(Request request, Bench bench, int atOnce, Consumer<Trial> listener)
      throws InterruptedException {
    return new Hunt(request, bench).run(atOnce, listener);
  }

  private boolean run(int atOnce, Consumer<Trial> listener) throws InterruptedException {
    long end = request.first() + request.seeds();
    long next = request.first();
    for (long due = request.first(); due < end; due++) {
      while (!held.containsKey(due) && !stopped) {
        for (; next < end && bench.outstanding() < atOnce; next++) {
          bench.submit(job(next));
        }
        take(bench.next());
      }
      if (!held.containsKey(due)) {
        return false;
      }
      Trial trial = held.remove(due);
      listener.accept(trial);
      if (isFound(trial, request.crash()) && !request.all()) {
        return true;
      }
    }
    return true;
  }

  /** Whether a trial shows what was hunted for. */
  public static boolean isFound(Trial trial, boolean crash) {
    return crash
        ? trial.verdict().filter(v -> v.outcome() == Outcome.OOPS).isPresent()
        : trial.spans();
  }

  private Job.Boot job(long seed) {
    return new Job.Boot(
            request.cell(seed), request.guest(), request.kernel(), request.directory().path())
        .upTo(request.crash() ? Job.Extent.WHOLE_IF_SPANNING : Job.Extent.LAYOUT);
  }

  private void take(Answer answer) {
    Job.Boot job = (Job.Boot) answer.job();
    long seed = job.cell().seed().orElseThrow();
    if (answer instanceof Answer.Booted booted) {
      held.put(seed, trial(seed, booted.seen()));
    } else if (answer instanceof Answer.Trouble trouble) {
      held.put(
          seed,
          new Trial(
              seed, Optional.empty(), false, Optional.empty(), Optional.of(trouble.firstLine())));
    } else {
      stopped = true;
    }
  }

  private Trial trial(long seed, Observation seen) {
    Optional<Address> vmemmap =
        seen.audits().stream().map(Audit::vmemmapBase).flatMap(Optional::stream).findFirst();
    boolean spans =
        vmemmap
            .map(base -> AddressPlanner.planAt(request.guest(), request.kernel(), base))
            .filter(plan -> plan.spanProbability() == 1)
            .isPresent();
    return new Trial(
        seed,
        vmemmap,
        spans,
        seen.ending() == Ending.ABANDONED
            ? Optional.empty()
            : Optional.of(Boots.judged(seen, request.directory()).verdict()),
        seen.trouble());
  }
}
