package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.kernel.series.Patch;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.plan.Requested;
import dev.straddle.spec.Library;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesTargetsTest {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path SERIES = HOME.resolve("kernels/patches/pgtable-sync/linux-6.12");

  @TempDir private Path scratch;

  @Test
  void theFirstSoManyPatchesAreTheSeriesWithoutItsLastOnes() throws Exception {
    KernelSpec.Variant variant = targets().kernel("patch-1").variant();
    assertThat(variant.series()).last().isEqualTo(new PatchSource.Files(SERIES, false));
    assertThat(variant.without()).isEqualTo(patches().size() - 1);
  }

  @Test
  void aCulpritIsTakenOffAgainOnTopOfAllPatches() throws Exception {
    String bad = SeriesTargets.name(patches().size());
    KernelSpec.Variant variant =
        targets().kernel(Protocol.withoutCulprit(bad, "patch-2")).variant();
    assertThat(variant.without()).isZero();
    assertThat(variant.name()).doesNotContain(" ");
    PatchSource.Files taken = (PatchSource.Files) variant.series().get(variant.series().size() - 1);
    assertThat(taken.reverse()).isTrue();
    assertThat(Files.readAllBytes(taken.place())).isEqualTo(patches().get(1).text());
    assertThat(KernelBuilder.read(taken).patches())
        .singleElement()
        .satisfies(patch -> assertThat(patch.title()).isEqualTo(patches().get(1).title()));
  }

  private SeriesTargets targets() throws Exception {
    Requested.KernelVariant onto =
        Requested.kernel(new Library(HOME, Optional.empty()), "linux-6.12/unpatched");
    return new SeriesTargets(
        onto.kernel(),
        onto.variant(),
        new PatchSource.Files(SERIES, false),
        patches(),
        scratch.resolve("patches"));
  }

  private static List<Patch> patches() throws Exception {
    return KernelBuilder.read(new PatchSource.Files(SERIES, false)).patches();
  }
}
