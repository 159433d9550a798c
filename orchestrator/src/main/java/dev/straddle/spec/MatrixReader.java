package dev.straddle.spec;

import dev.straddle.model.KnownReport;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.Symptom;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a matrix; the fields are described in {@code schemas/matrix.schema.json}. */
final class MatrixReader {

  private MatrixReader() {}

  static SpecFile<MatrixSpec> read(Path file) {
    Reading reading = new Reading(file, Optional.empty());
    Optional<Fields> document = reading.document();
    if (document.isEmpty()) {
      return reading.finish(() -> null);
    }
    Fields fields = document.get();
    String description = fields.required("description", Scalars::text);
    List<String> kernels = fields.requiredList("kernels", Scalars::name);
    String without = fields.required("without", Scalars::name);
    String with = fields.required("with", Scalars::name);
    Map<String, PairOutcome> guests =
        fields.requiredMapping("guests").map(MatrixReader::guests).orElse(Map.of());
    Map<String, Map<String, PairOutcome>> except =
        fields.mapping("except").map(MatrixReader::except).orElse(Map.of());
    Integer repetitions = fields.optional("repetitions", 1, Scalars.integer(1, 1000));
    Symptom crash = fields.requiredMapping("crash").map(SymptomReader::read).orElse(null);
    List<KnownReport> known = fields.mappings("known").stream().map(MatrixReader::known).toList();
    if (with != null && with.equals(without)) {
      fields.problem("with", "the two variants are the same, '%s'; name two", with);
    }
    fields.done();
    return reading.finish(
        () ->
            new MatrixSpec(
                Reading.name(file),
                description,
                kernels,
                guests,
                except,
                without,
                with,
                repetitions,
                crash,
                reading.absoluteFile(),
                known));
  }

  private static KnownReport known(Fields fields) {
    KnownReport known =
        new KnownReport(
            fields.required("signature", Scalars::text),
            fields.required("reason", Scalars::text),
            Optional.ofNullable(fields.optional("until", null, Scalars::date)));
    fields.done();
    return known;
  }

  private static Map<String, PairOutcome> guests(Fields fields) {
    Map<String, PairOutcome> guests = new LinkedHashMap<>();
    for (String name : fields.names()) {
      fields.checkName(name);
      PairOutcome outcome = fields.required(name, Scalars.constant(PairOutcome.class));
      if (outcome != null) {
        guests.put(name, outcome);
      }
    }
    if (fields.names().isEmpty()) {
      fields.problemHere("expects at least one guest, as in 'pgd-straddle: FIXED'");
    }
    return guests;
  }

  private static Map<String, Map<String, PairOutcome>> except(Fields fields) {
    Map<String, Map<String, PairOutcome>> except = new LinkedHashMap<>();
    for (String kernel : fields.names()) {
      fields.checkName(kernel);
      fields.mapping(kernel).ifPresent(guests -> except.put(kernel, guests(guests)));
    }
    return except;
  }
}
