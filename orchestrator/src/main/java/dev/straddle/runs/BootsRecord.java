package dev.straddle.runs;

import dev.straddle.model.CellId;
import dev.straddle.model.RunRecord;
import java.time.Instant;
import java.util.List;

/**
 * Boots outside a matrix, as {@code boots.json} tells of them; their observations lie beside it.
 *
 * @param schema version of this record's JSON form
 * @param id name of the directory
 * @param what the command that asked for them
 * @param cells those that were planned when it began, in order; a search boots others as well
 */
public record BootsRecord(
    int schema,
    String id,
    String what,
    Instant started,
    String straddleVersion,
    RunRecord.Host host,
    List<CellId> cells) {

  public static final int SCHEMA = 1;

  public BootsRecord {
    cells = List.copyOf(cells);
  }
}
