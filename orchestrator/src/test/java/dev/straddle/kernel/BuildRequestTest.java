package dev.straddle.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.kernel.compile.Toolchain;
import dev.straddle.kernel.config.BaseConfig;
import dev.straddle.kernel.source.Origin;
import dev.straddle.model.Ages;
import dev.straddle.model.Compiler;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.ConfigFragment;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildRequestTest {

  private static final String C_PATCH = "--- a/mm/a.c\n+++ b/mm/a.c\n@@ -1 +1 @@\n-a\n+b\n";
  private static final String KCONFIG_PATCH =
      "--- a/mm/Kconfig\n+++ b/mm/Kconfig\n@@ -1 +1 @@\n-a\n+b\n";
  private static final ConfigBase TINY = new ConfigBase.Target("tinyconfig");
  private static final Toolchain GCC = new Toolchain(Compiler.USUAL, "gcc 12", "ld 2.40");
  private static final Origin.Id SOURCE = new Origin.Id("linux_1", "1");

  @TempDir Path dir;

  @Test
  void isTheSameWhereverTheFilesLieAndInWhateverOrderOptionsCome() throws Exception {
    BuildRequest one = request("one", "CONFIG_A=y\nCONFIG_B=n\n", C_PATCH, SOURCE, GCC);
    BuildRequest two = request("two", "# note\nCONFIG_B=n\nCONFIG_A=y\n", C_PATCH, SOURCE, GCC);
    assertThat(two.digest()).isEqualTo(one.digest());
    assertThat(two.key("x")).isEqualTo(one.key("x"));
    assertThat(one.digest()).matches("[0-9a-f]{64}");
  }

  @Test
  void isAnotherWhenAnythingThatMattersIs() throws Exception {
    BuildRequest base = request("base", "CONFIG_A=y\n", C_PATCH, SOURCE, GCC);
    List<BuildRequest> others =
        List.of(
            request("config", "CONFIG_A=n\n", C_PATCH, SOURCE, GCC),
            request("patch", "CONFIG_A=y\n", C_PATCH.replace("+b\n", "+c\n"), SOURCE, GCC),
            request("source", "CONFIG_A=y\n", C_PATCH, new Origin.Id("linux_2", "2"), GCC),
            request(
                "tool",
                "CONFIG_A=y\n",
                C_PATCH,
                SOURCE,
                new Toolchain(Compiler.USUAL, "gcc 13", "ld 2.40")));
    assertThat(others).allMatch(o -> !o.digest().equals(base.digest()));
    assertThat(base.key("x")).isNotEqualTo(base.key("y"));
  }

  @Test
  void sharesObjectsUnlessTheSeriesCanChangeTheConfiguration() throws Exception {
    BuildRequest base = request("base", "CONFIG_A=y\n", C_PATCH, SOURCE, GCC);
    BuildRequest code =
        request("code", "CONFIG_A=y\n", C_PATCH.replace("+b\n", "+c\n"), SOURCE, GCC);
    BuildRequest kconfig = request("kconfig", "CONFIG_A=y\n", KCONFIG_PATCH, SOURCE, GCC);
    assertThat(code.objectsDigest()).isEqualTo(base.objectsDigest());
    assertThat(kconfig.objectsDigest()).isNotEqualTo(base.objectsDigest());
    BuildRequest defaults =
        request(
            "defaults",
            "CONFIG_A=y\n",
            KCONFIG_PATCH.replace("mm/Kconfig", "arch/x86/configs/x86_64_defconfig"),
            SOURCE,
            GCC);
    assertThat(defaults.objectsDigest()).isNotEqualTo(base.objectsDigest());
  }

  @Test
  void anOptionMoreIsAnotherConfigurationInTheSameObjects() throws Exception {
    BuildRequest base = request("base", "CONFIG_A=y\n", C_PATCH, SOURCE, GCC);
    BuildRequest more = request("more", "CONFIG_A=y\nCONFIG_B=y\n", C_PATCH, SOURCE, GCC);
    assertThat(more.objectsDigest()).isEqualTo(base.objectsDigest());
    assertThat(more.configurationDigest()).isNotEqualTo(base.configurationDigest());
  }

  private BuildRequest request(
      String name, String fragment, String patch, Origin.Id source, Toolchain toolchain)
      throws Exception {
    Path place = Files.createDirectories(dir.resolve(name));
    Path config = Files.writeString(place.resolve(name + ".config"), fragment);
    Path series = Files.writeString(place.resolve(name + ".patch"), patch);
    KernelSpec.Variant variant =
        new KernelSpec.Variant("v", "", List.of(new PatchSource.Files(series, false)));
    KernelSpec spec =
        new KernelSpec(
            "linux",
            "",
            new KernelSource.Debian("linux-source", Optional.empty(), Optional.empty()),
            Optional.of(
                new KernelSpec.Config(TINY, List.of(new ConfigFragment.File(config)), List.of())),
            Compiler.USUAL,
            List.of(variant),
            Ages.NONE,
            place.resolve("linux.yaml"));
    return BuildRequest.of(spec, variant, source, new BaseConfig.Target("tinyconfig"), toolchain);
  }
}
