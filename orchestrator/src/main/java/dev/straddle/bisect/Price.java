package dev.straddle.bisect;

import java.util.function.IntPredicate;

/**
 * What a test costs, in boots.
 *
 * @param build the price of a commit that is not built yet
 * @param built which commits are
 */
public record Price(double build, IntPredicate built) {

  double of(int commit) {
    return built.test(commit) ? 0 : build;
  }
}
