package dev.straddle.backport;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;

/** The rows of a verification as JSON, by {@code docs/schemas/verify.schema.json}. */
public final class VerifyJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .build();

  private VerifyJson() {}

  /**
   * The file's form.
   *
   * @param interrupted whether somebody ended it before all was looked at
   * @param series what its patches say, of the series that most branches get
   */
  public record Document(
      int schema,
      String run,
      boolean interrupted,
      List<PatchNote> series,
      List<BranchRow> branches) {
    static final int SCHEMA = 1;
  }

  public static String of(VerifyRun.Result result, List<PatchNote> series) {
    return of(
        new Document(
            Document.SCHEMA, result.record().id(), result.interrupted(), series, result.rows()));
  }

  public static String of(Document document) {
    try {
      return MAPPER.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record that cannot be written", e);
    }
  }
}
