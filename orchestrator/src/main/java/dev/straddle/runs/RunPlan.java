package dev.straddle.runs;

import dev.straddle.model.CellId;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.RunRecord;
import java.time.Instant;
import java.util.List;

/**
 * What a run set out to do; written to {@code plan.json} before the first boot, so that a run which
 * was killed can still be judged.
 *
 * @param schema version of this record's JSON form
 * @param id name of the run's directory
 * @param cells every cell, in the order of booting
 */
public record RunPlan(
    int schema,
    String id,
    MatrixSpec matrix,
    Instant started,
    String straddleVersion,
    RunRecord.Host host,
    List<CellId> cells) {

  public static final int SCHEMA = 2;

  public RunPlan {
    cells = List.copyOf(cells);
  }
}
