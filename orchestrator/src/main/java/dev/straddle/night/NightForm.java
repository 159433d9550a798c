package dev.straddle.night;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Outcome;
import dev.straddle.model.Symptom;
import java.util.List;
import java.util.Map;

/** A night in the form of a run. */
final class NightForm {

  private NightForm() {}

  /** A run has the form of a matrix; this one compares no pairs. */
  static MatrixSpec matrix(NightRun.Setting setting) {
    return new MatrixSpec(
        setting.spec().name(),
        setting.spec().description(),
        setting.tests().stream().map(t -> t.kernel().name()).distinct().toList(),
        Map.of(),
        Map.of(),
        "",
        "",
        setting.spec().boots(),
        new Symptom.Crash(),
        setting.spec().definedIn(),
        setting.known());
  }

  /** What all boots came to. */
  static String sentence(List<CellVerdict> all, int tests) {
    long passed = all.stream().filter(v -> v.outcome() == Outcome.PASS).count();
    long unanswered =
        all.stream()
            .filter(v -> v.outcome() == Outcome.INFRA || v.outcome() == Outcome.UNPROVEN)
            .count();
    return "%d boots of %d tests: %d passed, %d failed, %d without an answer."
        .formatted(all.size(), tests, passed, all.size() - passed - unanswered, unanswered);
  }
}
