package dev.straddle.night;

import dev.straddle.history.Regression;
import dev.straddle.runs.NightRecord;
import java.util.Collection;
import java.util.List;

/** Which of the commits that people wait for are there. */
@FunctionalInterface
public interface Commits {

  /**
   * Those named as fixes of regressions, or as ends of waivers, that the kernels of the night have.
   *
   * @param night whose waivers wait for commits, and whose kernels have them
   */
  List<String> present(Collection<Regression> regressions, NightRecord night)
      throws InterruptedException;
}
