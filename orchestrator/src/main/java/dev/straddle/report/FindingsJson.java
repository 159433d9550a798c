package dev.straddle.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.straddle.model.Finding;
import java.util.List;

/**
 * One line of {@code straddle parse --json}; docs/schemas/parse.schema.json describes it.
 *
 * @param schema version of this form
 * @param file as named on the command line
 * @param kernelSpoke whether the log holds a line of a kernel at all
 * @param dropped findings that are not listed because there were too many
 * @param findings in the order of their first lines
 */
public record FindingsJson(
    int schema, String file, boolean kernelSpoke, long dropped, List<Finding> findings) {

  static final int SCHEMA = 1;

  private static final JsonMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module()).build();

  public static String of(String file, boolean kernelSpoke, long dropped, List<Finding> findings) {
    try {
      return MAPPER.writeValueAsString(
          new FindingsJson(SCHEMA, file, kernelSpoke, dropped, findings));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a finding has no JSON form", e);
    }
  }
}
