package dev.straddle.verdict;

import dev.straddle.model.AddressPlan;
import dev.straddle.model.Observation;

/** The plan of a boot with what KASLR left open filled in from what was read. */
final class ObservedLayout {

  private ObservedLayout() {}

  static AddressPlan of(Observation seen) {
    return seen.plan();
  }
}
