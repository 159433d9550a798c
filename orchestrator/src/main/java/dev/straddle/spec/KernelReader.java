package dev.straddle.spec;

import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.KernelSpec.Config;
import dev.straddle.model.KernelSpec.Variant;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a kernel; the fields are described in {@code schemas/kernel.schema.json}. */
final class KernelReader {

  private KernelReader() {}

  static SpecFile<KernelSpec> read(Path file) {
    Reading reading = new Reading(file);
    Optional<Fields> document = reading.document();
    if (document.isEmpty()) {
      return reading.finish(() -> null);
    }
    Fields fields = document.get();
    String description = fields.required("description", Scalars::text);
    KernelSource source = fields.requiredMapping("source").map(KernelReader::source).orElse(null);
    Config config = fields.requiredMapping("config").map(KernelReader::config).orElse(null);
    List<Variant> variants =
        fields.requiredMapping("variants").map(KernelReader::variants).orElse(List.of());
    fields.done();
    return reading.finish(
        () -> new KernelSpec(Reading.name(file), description, source, config, variants, file));
  }

  private static KernelSource source(Fields fields) {
    KernelSource source = fields.requiredMapping("debian").map(KernelReader::debian).orElse(null);
    fields.done();
    return source;
  }

  private static KernelSource debian(Fields fields) {
    String packageName = fields.required("package", Scalars::debianPackage);
    Optional<String> version = Optional.ofNullable(fields.optional("version", null, Scalars::text));
    fields.done();
    return new KernelSource.Debian(packageName, version);
  }

  private static Config config(Fields fields) {
    Config config =
        new Config(
            fields.required("base", Scalars::makeTarget),
            fields.list("fragments", fields.existing()),
            fields.list("options", Scalars::kernelOption));
    fields.done();
    return config;
  }

  private static List<Variant> variants(Fields fields) {
    List<String> names = fields.names();
    if (names.isEmpty()) {
      fields.problemHere("expects at least one variant, as in 'shipped: {series: []}'");
    }
    return names.stream()
        .map(name -> fields.mapping(name).map(f -> variant(name, f, fields)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Variant variant(String name, Fields fields, Fields variants) {
    variants.checkName(name);
    Variant variant =
        new Variant(
            name,
            fields.optional("description", "", Scalars::text),
            fields.list("series", fields.existing()));
    fields.done();
    return variant;
  }
}
