package dev.straddle.symbols;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.model.RunVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Puts the source lines of their frames to all crashes of a run. */
public final class SourceLines {

  private SourceLines() {}

  /** The run with them, as far as its kernels are still there. */
  public static RunRecord in(RunRecord run, List<Observation> observations)
      throws InterruptedException {
    Map<CellId, CellVerdict> verdicts = new HashMap<>();
    run.verdict().cells().forEach(v -> verdicts.put(v.cell(), v));
    Map<KernelArtifact, List<CellVerdict>> crashed = new HashMap<>();
    for (Observation seen : observations) {
      CellVerdict verdict = verdicts.get(seen.cell());
      if (verdict != null && !verdict.findings().isEmpty()) {
        crashed.computeIfAbsent(seen.kernel(), k -> new ArrayList<>()).add(verdict);
      }
    }
    // All of a kernel at once: the debug information is opened once for them.
    for (Map.Entry<KernelArtifact, List<CellVerdict>> kernel : crashed.entrySet()) {
      List<Finding> all = kernel.getValue().stream().flatMap(v -> v.findings().stream()).toList();
      Iterator<Finding> decoded = Symboliser.symbolise(all, kernel.getKey()).iterator();
      for (CellVerdict verdict : kernel.getValue()) {
        List<Finding> own = verdict.findings().stream().map(f -> decoded.next()).toList();
        verdicts.put(verdict.cell(), verdict.with(own));
      }
    }
    RunVerdict verdict = run.verdict();
    return run.judged(
        new RunVerdict(
            verdict.cells().stream().map(v -> verdicts.get(v.cell())).toList(),
            verdict.pairs(),
            verdict.sentence(),
            verdict.exitStatus()));
  }
}
