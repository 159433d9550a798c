package dev.straddle.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.straddle.model.Cell;
import dev.straddle.model.CellId;
import java.util.List;

/**
 * {@code straddle plan --json}.
 *
 * @param cells every boot, in order
 * @param guests every guest, once for each size of {@code struct page} among its kernels
 */
public record PlanJson(List<CellId> cells, List<PageSizes.Planned> guests) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  public static String of(List<Cell> cells, List<PageSizes.Planned> guests) {
    try {
      return MAPPER.writeValueAsString(new PlanJson(cells.stream().map(Cell::id).toList(), guests));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a plan has no JSON form", e);
    }
  }
}
