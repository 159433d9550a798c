package dev.straddle.night;

import dev.straddle.history.History;
import dev.straddle.history.Paces;
import dev.straddle.history.TestId;
import dev.straddle.model.CellId;
import dev.straddle.model.Observation;
import dev.straddle.runs.Conditions;
import dev.straddle.runs.NightRecord;
import dev.straddle.verdict.evidence.GuestTime;
import java.util.List;
import java.util.Optional;

/** The guest times of a night's seeded boots. */
final class GuestTimes {

  private GuestTimes() {}

  /** What a night notes of a boot that passed; empty where its test carries no bound. */
  static Optional<NightRecord.Timed> of(NightTest test, Observation seen) {
    if (seen.cell().seed().isEmpty()) {
      return Optional.empty();
    }
    return test.slower()
        .flatMap(
            allowed ->
                GuestTime.ofProbe(seen)
                    .flatMap(
                        took ->
                            seen.madeOf()
                                .map(
                                    madeOf ->
                                        new NightRecord.Timed(
                                            seen.cell(),
                                            took,
                                            allowed,
                                            Conditions.of(madeOf, seen.kernel())))));
  }

  /** Whether that boot was slower: it is made once more before anybody is told. */
  static boolean wasSlower(History now, TestId test, CellId cell) {
    return now.paces().of(List.of(test.time()), Paces.Word.SLOWER).stream()
        .anyMatch(judged -> judged.pace().cell().equals(cell));
  }
}
