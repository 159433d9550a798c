package dev.straddle.report;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.RunRecord;
import dev.straddle.model.Symptom;
import dev.straddle.verdict.PairWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run answers, in words for people: deviations one by one, what is as expected in short.
 *
 * @param headline whether the series fixes what it is to fix
 * @param tone that of the run's exit status
 * @param sentences what stands below the headline
 */
record Answer(String headline, String tone, List<String> sentences) {

  private static final String STOPPED = "Stopped after ";

  static Answer of(RunRecord run) {
    List<PairVerdict> pairs = run.verdict().pairs();
    List<String> sentences = new ArrayList<>();
    Set<String> stopped = stopped(run);
    if (!stopped.isEmpty()) {
      long over = run.verdict().cells().stream().filter(c -> !c.stopped()).count();
      sentences.add((STOPPED + "%d of %d boots.").formatted(over, run.cells().size()));
    }
    List<PairVerdict> whole = pairs.stream().filter(p -> !stopped.contains(place(p))).toList();
    whole.stream().filter(p -> !p.asExpected()).forEach(p -> sentences.add(PairWords.surprise(p)));
    fixed(run, whole, sentences);
    whole.stream()
        .filter(p -> p.asExpected() && isTelling(p) && p.outcome() != PairOutcome.FIXED)
        .forEach(p -> sentences.add(PairWords.expected(p)));
    long controls = whole.stream().filter(p -> p.asExpected() && !isTelling(p)).count();
    if (controls > 0) {
      sentences.add(PairWords.controls((int) controls));
    }
    return new Answer(
        headline(run, pairs), Words.statusTone(run.verdict().exitStatus()), sentences);
  }

  /** In one line: the headline, or how far the run came. */
  String inShort() {
    return sentences.stream()
        .filter(sentence -> sentence.startsWith(STOPPED))
        .findFirst()
        .orElse(headline);
  }

  /** All that is fixed as it should be, in one sentence for each kernel. */
  private static void fixed(RunRecord run, List<PairVerdict> pairs, List<String> sentences) {
    for (String kernel : pairs.stream().map(PairVerdict::kernel).distinct().toList()) {
      List<PairVerdict> fixed =
          pairs.stream()
              .filter(p -> p.kernel().equals(kernel) && p.asExpected())
              .filter(p -> p.outcome() == PairOutcome.FIXED)
              .toList();
      if (!fixed.isEmpty()) {
        String by =
            SeriesWords.of(run, kernel)
                .map(s -> "FIXED by " + s.name() + " on " + s.source())
                .orElse("FIXED on " + kernel);
        String where =
            fixed.size() > 3
                ? Words.count(fixed.size(), "guest", "guests")
                : fixed.stream().map(PairVerdict::guest).collect(Collectors.joining(", "));
        Set<String> reasons = fixed.stream().map(PairVerdict::reason).collect(Collectors.toSet());
        sentences.add(
            by + ", " + where + (reasons.size() == 1 ? ": " + fixed.get(0).reason() : "") + ".");
      }
    }
  }

  private static String headline(RunRecord run, List<PairVerdict> pairs) {
    String bug = run.matrix().crash() instanceof Symptom.Report ? "crash" : "bug";
    Set<PairOutcome> all = pairs.stream().map(PairVerdict::outcome).collect(Collectors.toSet());
    Set<PairOutcome> telling =
        pairs.stream()
            .filter(Answer::isTelling)
            .map(PairVerdict::outcome)
            .collect(Collectors.toSet());
    if (all.contains(PairOutcome.REGRESSED)) {
      return "The series breaks what worked";
    } else if (telling.equals(Set.of(PairOutcome.FIXED))) {
      return "The series fixes the " + bug;
    } else if (telling.equals(Set.of(PairOutcome.NOT_FIXED))) {
      return "The series does not fix the " + bug;
    } else if (telling.equals(Set.of(PairOutcome.FIXED, PairOutcome.NOT_FIXED))) {
      return "The series fixes the " + bug + " in some cases only";
    } else if (telling.isEmpty() && all.equals(Set.of(PairOutcome.NOT_REPRODUCED))) {
      return "The controls pass";
    }
    return "Whether the series fixes the " + bug + " cannot be said";
  }

  /** Whether the bug is to show there; otherwise it is a control. */
  private static boolean isTelling(PairVerdict pair) {
    return pair.expected() != PairOutcome.NOT_REPRODUCED;
  }

  /** Kernels on guests with boots that the end of the run came before. */
  private static Set<String> stopped(RunRecord run) {
    return run.verdict().cells().stream()
        .filter(CellVerdict::stopped)
        .map(c -> c.cell().kernel() + "@" + c.cell().guest())
        .collect(Collectors.toSet());
  }

  private static String place(PairVerdict pair) {
    return pair.kernel() + "@" + pair.guest();
  }
}
