package dev.straddle.spec;

import dev.straddle.model.Waiver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads which failures nobody need be told; the fields: {@code schemas/waivers.schema.json}. */
public final class Waivers {

  private Waivers() {}

  /**
   * The waivers of a file, in order.
   *
   * @throws BadSpecException with every problem of the file
   */
  public static List<Waiver> list(Path file) {
    SpecFile<List<Waiver>> read = read(file);
    if (!read.problems().isEmpty()) {
      throw new BadSpecException(read.problems());
    }
    return read.spec().orElseThrow();
  }

  static SpecFile<List<Waiver>> read(Path file) {
    Reading reading = new Reading(file, Optional.empty());
    Optional<Fields> document = reading.document();
    if (document.isEmpty()) {
      return reading.finish(() -> null);
    }
    List<Waiver> waivers =
        document.get().mappings("waivers").stream().map(Waivers::waiver).toList();
    if (!document.get().has("waivers")) {
      document.get().problemHere("'waivers' is missing; write 'waivers: []' where there are none");
    }
    document.get().done();
    return reading.finish(() -> waivers);
  }

  private static Waiver waiver(Fields fields) {
    Waiver waiver =
        new Waiver(
            fields.required("title", Scalars::linearRegex),
            fields.list("kernels", Scalars::name),
            fields.list("guests", Scalars::name),
            fields.required("reason", Scalars::text),
            fields.required("owner", Scalars::text),
            Optional.ofNullable(fields.optional("link", null, Scalars::text)),
            Optional.ofNullable(fields.optional("until", null, Scalars::date)),
            Optional.ofNullable(fields.optional("until-commit", null, Waivers::commit)));
    if (!fields.has("until") && !fields.has("until-commit")) {
      fields.problemHere("expects 'until' or 'until-commit': no waiver holds for ever");
    }
    fields.done();
    return waiver;
  }

  private static String commit(String value) {
    if (!value.matches("[0-9a-f]{12,40}")) {
      throw new IllegalArgumentException(
          "expects a commit, 12 to 40 hexadecimal digits, not '" + value + "'");
    }
    return value;
  }
}
