package dev.straddle.kernel;

import dev.straddle.disk.Digest;
import dev.straddle.kernel.compile.Toolchain;
import dev.straddle.kernel.config.BaseConfig;
import dev.straddle.kernel.config.ConfigRequest;
import dev.straddle.kernel.series.Series;
import dev.straddle.kernel.source.Origin;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import java.io.IOException;

/**
 * Everything that decides which kernel comes out, before anything is built.
 *
 * @param knownTree the user's own path of the source with a slash, for messages; empty when there
 *     is none
 */
record BuildRequest(
    String kernel,
    String variant,
    Origin.Id source,
    String knownTree,
    ConfigRequest config,
    Series series,
    Toolchain toolchain) {

  /** Counts up when the way of building changes what comes out. */
  private static final String RECIPE = "1";

  static BuildRequest of(
      KernelSpec spec,
      KernelSpec.Variant variant,
      Origin.Id source,
      BaseConfig base,
      Toolchain toolchain)
      throws IOException, InterruptedException, StepFailedException {
    return new BuildRequest(
        spec.name(),
        variant.name(),
        source,
        spec.source() instanceof KernelSource.Directory directory ? directory.path() + "/" : "",
        ConfigRequest.of(spec.config().orElseThrow(), base),
        Series.read(variant),
        toolchain);
  }

  /** Equal for requests that must come to the same kernel. */
  String digest() {
    return asked(source.id()).add("series", series.digest()).hex();
  }

  /** Equal for requests that come to the same configuration while the source stands still. */
  String configurationDigest() {
    return asked(source.place()).add("series", series.touchingConfiguration().digest()).hex();
  }

  /**
   * Equal for requests between which make can go on with the same objects.
   *
   * <p>Configurations of one kernel are among them: make compiles again what reads an option that
   * is another now, often a few files. Those of different kernels are built in turns, so each
   * kernel keeps its own.
   */
  String objectsDigest() {
    return new Digest()
        .add("recipe", RECIPE)
        .add("source", source.place())
        .add("kernel", kernel)
        .add("toolchain", toolchain.description())
        .add("series", series.touchingConfiguration().digest())
        .hex();
  }

  /** The content key, known once the configuration is. */
  String key(String resolvedConfig) {
    return new Digest()
        .add("recipe", RECIPE)
        .add("source", source.id())
        .add("series", series.digest())
        .add("config", resolvedConfig)
        .add("toolchain", toolchain.description())
        .hex();
  }

  private Digest asked(String sourceName) {
    Digest digest =
        new Digest()
            .add("recipe", RECIPE)
            .add("source", sourceName)
            .add("base", config.base().id())
            .add("toolchain", toolchain.description());
    config.addTo(digest);
    return digest;
  }
}
