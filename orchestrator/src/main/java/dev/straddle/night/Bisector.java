package dev.straddle.night;

import dev.straddle.history.Regression;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSpec;
import dev.straddle.runs.NightRecord;
import java.time.Duration;
import java.util.Optional;

/** Finds the commit of a regression. */
@FunctionalInterface
public interface Bisector {

  /**
   * What is to be found.
   *
   * @param symptom as a command line names it
   * @param good a commit that passed
   * @param bad a commit on which it was first seen
   * @param budget of time
   * @param begun the directory of a bisection that was cut short
   */
  record Hunt(
      Regression regression,
      KernelSpec kernel,
      KernelSpec.Variant variant,
      GuestSpec guest,
      String symptom,
      String good,
      String bad,
      Duration budget,
      Optional<String> begun) {}

  /**
   * Looks for it until it is found or time is over.
   *
   * @throws InterruptedException when the lab was stopped before anything could be written
   */
  NightRecord.Bisected find(Hunt hunt) throws InterruptedException;
}
