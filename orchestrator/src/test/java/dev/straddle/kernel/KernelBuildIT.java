package dev.straddle.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.straddle.kernel.store.ImageFacts;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.model.WorkEvent;
import dev.straddle.spec.Specs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped 6.12 pair, built in the cache that straddle itself uses, or found there. */
class KernelBuildIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path dir;
  private final List<WorkEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final KernelSpec linux = Specs.load(HOME).kernel("linux-6.12").orElseThrow();
  private final KernelBuilder builder =
      new KernelBuilder(cache(), Runtime.getRuntime().availableProcessors(), events::add);

  @Test
  void bothVariantsAreBuiltOnceAndTellApart() throws Exception {
    KernelArtifact unpatched = build("unpatched");
    KernelArtifact patched = build("patched");
    for (KernelArtifact kernel : List.of(unpatched, patched)) {
      assertThat(kernel.release()).endsWith("-straddle-" + kernel.key().substring(0, 12));
      assertThat(kernel.structPageSize()).isEqualTo(64);
      assertThat(kernel.sourceVersion()).startsWith("6.12.");
      assertThat(Files.readString(kernel.config())).contains("CONFIG_DEV_DAX=y");
    }
    assertThat(patched.key()).isNotEqualTo(unpatched.key());
    assertThat(patched.buildId()).isNotEqualTo(unpatched.buildId());
    assertThat(ImageFacts.of(patched.vmlinux()).buildId()).isEqualTo(patched.buildId());

    events.clear();
    assertThat(build("patched")).isEqualTo(patched);
    assertThat(events).as("a hit does no work").isEmpty();
  }

  @Test
  void aSeriesThatIsThereAlreadyIsSaidSo() throws Exception {
    PatchSource series =
        new PatchSource.Files(HOME.resolve("kernels/patches/pgtable-sync/linux-6.12"), false);
    assertThat(failure("patched", series).message())
        .contains("changes nothing", "0001-mm-move", "It is in the tree already.");
  }

  @Test
  void aSeriesThatDoesNotCompileShowsItsFirstError() throws Exception {
    Path patch =
        Files.writeString(
            dir.resolve("broken.patch"),
            """
            --- a/mm/sparse-vmemmap.c
            +++ b/mm/sparse-vmemmap.c
            @@ -1,2 +1,3 @@
             // SPDX-License-Identifier: GPL-2.0
            +#error broken on purpose
             /*
            """);
    BuildFailure failure = failure("unpatched", new PatchSource.Files(patch, false));
    assertThat(failure.step()).isEqualTo("compile");
    assertThat(failure.message())
        .contains("mm/sparse-vmemmap.c:2:2: error: #error broken on purpose")
        .doesNotContain("make");
  }

  /** Of a series on top of a variant. */
  private BuildFailure failure(String onto, PatchSource series) {
    List<PatchSource> both = new ArrayList<>(linux.variant(onto).orElseThrow().series());
    both.add(series);
    return catchThrowableOfType(
            BuildFailedException.class,
            () -> builder.tryOut(linux, new KernelSpec.Variant(onto + "+series", "", both)))
        .failure();
  }

  private KernelArtifact build(String variant) throws Exception {
    return builder.build(linux, linux.variant(variant).orElseThrow());
  }

  static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .map(Path::of)
        .orElse(Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("straddle");
  }
}
