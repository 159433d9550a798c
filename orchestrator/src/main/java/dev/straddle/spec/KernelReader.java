package dev.straddle.spec;

import dev.straddle.model.Ages;
import dev.straddle.model.ByteSize;
import dev.straddle.model.Compiler;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.ConfigFragment;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.KernelSpec.Config;
import dev.straddle.model.KernelSpec.Variant;
import dev.straddle.model.PatchSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a kernel; the fields are described in {@code schemas/kernel.schema.json}. */
final class KernelReader {

  private KernelReader() {}

  private static final ByteSize LARGEST_CONFIG = ByteSize.parse("16MiB");
  private static final ByteSize LARGEST_IMAGE = ByteSize.parse("8GiB");

  static SpecFile<KernelSpec> read(Path file, Path shipped) {
    Reading reading = new Reading(file, Optional.of(shipped));
    Optional<Fields> document = reading.document();
    if (document.isEmpty()) {
      return reading.finish(() -> null);
    }
    Fields fields = document.get();
    String description = fields.required("description", Scalars::text);
    KernelSource source = fields.requiredMapping("source").map(KernelReader::source).orElse(null);
    boolean built = source instanceof KernelSource.Image;
    Optional<Config> config =
        (built ? fields.mapping("config") : fields.requiredMapping("config"))
            .map(KernelReader::config);
    if (built && config.isPresent()) {
      fields.problem("config", "an image is built already; leave 'config' out");
    }
    Compiler compiler = fields.optional("toolchain", Compiler.USUAL, Compiler::parse);
    if (built && fields.has("toolchain")) {
      fields.problem("toolchain", "an image is built already; leave 'toolchain' out");
    }
    Ages ages = fields.mapping("history").map(KernelReader::ages).orElse(Ages.NONE);
    List<Variant> variants =
        fields.requiredMapping("variants").map(f -> variants(f, built)).orElse(List.of());
    fields.done();
    return reading.finish(
        () ->
            new KernelSpec(
                Reading.name(file),
                description,
                source,
                config,
                compiler,
                variants,
                ages,
                reading.absoluteFile()));
  }

  private static KernelSource source(Fields fields) {
    List<String> kinds = List.of("debian", "git", "tarball", "directory", "image");
    List<String> given = kinds.stream().filter(fields::has).toList();
    if (given.size() != 1) {
      fields.problemHere("expects exactly one of %s", String.join(", ", kinds));
    }
    KernelSource source =
        given.isEmpty()
            ? null
            : fields.mapping(given.get(0)).map(f -> source(given.get(0), f)).orElse(null);
    fields.done();
    return source;
  }

  private static KernelSource source(String kind, Fields fields) {
    KernelSource source =
        switch (kind) {
          case "debian" ->
              new KernelSource.Debian(
                  fields.required("package", Scalars::debianPackage),
                  Optional.ofNullable(fields.optional("version", null, Scalars::text)),
                  Optional.ofNullable(fields.optional("suite", null, Scalars::debianSuite)));
          case "git" ->
              new KernelSource.Git(
                  fields.required("repository", fields.location()),
                  fields.required("ref", Scalars::gitRef));
          case "tarball" ->
              new KernelSource.Tarball(
                  fields.required("location", fields.location()),
                  fields.required("sha256", Scalars::sha256));
          case "directory" -> new KernelSource.Directory(fields.required("path", fields.folder()));
          default -> image(fields);
        };
    fields.done();
    return source;
  }

  private static KernelSource.Image image(Fields fields) {
    boolean files = fields.has("kernel");
    if (files == fields.has("package")) {
      fields.problemHere("expects either package or kernel");
    }
    return files
        ? new KernelSource.ImageFiles(
            fields.required("kernel", fields.file(LARGEST_IMAGE)),
            Optional.ofNullable(fields.optional("vmlinux", null, fields.file(LARGEST_IMAGE))),
            Optional.ofNullable(fields.optional("config", null, fields.file(LARGEST_CONFIG))),
            Optional.ofNullable(fields.optional("modules", null, fields.folder())))
        : debianImage(fields);
  }

  private static KernelSource.DebianImage debianImage(Fields fields) {
    return new KernelSource.DebianImage(
        fields.optional("package", "", Scalars::debianPackage),
        Optional.ofNullable(fields.optional("version", null, Scalars::text)),
        Optional.ofNullable(fields.optional("suite", null, Scalars::debianSuite)));
  }

  private static Config config(Fields fields) {
    ConfigBase base =
        fields.has("base") && !fields.isScalar("base")
            ? fields.mapping("base").map(KernelReader::base).orElse(null)
            : fields.required("base", text -> new ConfigBase.Target(Scalars.makeTarget(text)));
    Config config =
        new Config(
            base,
            fields.mixedList(
                "fragments",
                text -> new ConfigFragment.File(fields.file(LARGEST_CONFIG).apply(text)),
                KernelReader::fragment),
            fields.list("options", Scalars::kernelOption));
    fields.done();
    return config;
  }

  private static ConfigBase base(Fields fields) {
    boolean file = fields.has("file");
    if (file == fields.has("package")) {
      fields.problemHere("expects either file or package, or the name of a make target");
    }
    ConfigBase base =
        file
            ? new ConfigBase.File(fields.required("file", fields.file(LARGEST_CONFIG)))
            : new ConfigBase.Packaged(debianImage(fields));
    fields.done();
    return base;
  }

  private static ConfigFragment fragment(Fields fields) {
    ConfigFragment fragment =
        new ConfigFragment.InTree(fields.required("in-tree", Scalars::fragmentName));
    fields.done();
    return fragment;
  }

  private static Ages ages(Fields fields) {
    Ages ages =
        new Ages(
            fields.mappings("toolchains").stream().map(KernelReader::toolchain).toList(),
            fields.mappings("fixes").stream().map(KernelReader::fix).toList());
    fields.done();
    return ages;
  }

  private static Ages.Toolchain toolchain(Fields fields) {
    Ages.Toolchain toolchain =
        new Ages.Toolchain(
            fields.required("before", Scalars::gitRef),
            fields.required("toolchain", Compiler::parse));
    fields.done();
    return toolchain;
  }

  private static Ages.Fix fix(Fields fields) {
    Ages.Fix fix =
        new Ages.Fix(
            fields.required("breaks", Scalars::gitRef), fields.required("fix", Scalars::gitRef));
    fields.done();
    return fix;
  }

  private static List<Variant> variants(Fields fields, boolean built) {
    List<String> names = fields.names();
    if (names.isEmpty()) {
      fields.problemHere("expects at least one variant, as in 'shipped: {series: []}'");
    }
    return names.stream()
        .map(name -> fields.mapping(name).map(f -> variant(name, f, fields, built)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Variant variant(String name, Fields fields, Fields variants, boolean built) {
    variants.checkName(name);
    Variant variant =
        new Variant(
            name,
            fields.optional("description", "", Scalars::text),
            fields.mixedList(
                "series",
                text -> new PatchSource.Files(fields.existing().apply(text), false),
                KernelReader::patches));
    if (built && !variant.series().isEmpty()) {
      fields.problem("series", "an image is built already; no series goes on top");
    }
    fields.done();
    return variant;
  }

  private static PatchSource patches(Fields fields) {
    boolean reverse = fields.optional("reverse", false, Scalars::flag);
    PatchSource patches =
        fields.has("repository")
            ? new PatchSource.GitRange(
                fields.required("repository", fields.folder()),
                fields.required("range", Scalars::gitRange),
                reverse)
            : new PatchSource.Files(fields.required("path", fields.existing()), reverse);
    fields.done();
    return patches;
  }
}
