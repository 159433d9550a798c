package dev.straddle.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.KernelSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelConfigTest {

  @TempDir Path dir;

  @Test
  void theLastWordCounts() throws Exception {
    Path boot = Files.writeString(dir.resolve("boot.config"), "# a note\nCONFIG_A=y\nCONFIG_B=y\n");
    Path more =
        Files.writeString(dir.resolve("more.config"), "# CONFIG_A is not set\n\nCONFIG_C=\"x y\"");
    KernelConfig config =
        KernelConfig.read(
            new KernelSpec.Config("tinyconfig", List.of(boot, more), List.of("CONFIG_B=n")));
    assertThat(config.wanted())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("CONFIG_A", "n", "CONFIG_B", "n", "CONFIG_C", "\"x y\""));
    assertThat(config.askedBy()).containsEntry("CONFIG_A", more + ":1");
    assertThat(config.mergedInto("CONFIG_A=y\n# CONFIG_C is not set\nCONFIG_Z=7\n"))
        .isEqualTo("CONFIG_Z=7\n# CONFIG_A is not set\n# CONFIG_B is not set\nCONFIG_C=\"x y\"\n");
  }

  @Test
  void noticesEveryOptionThatIsNotAsAskedFor() throws Exception {
    KernelConfig config = config("CONFIG_A=y", "CONFIG_B=n", "CONFIG_C=5", "CONFIG_D=n");
    assertThat(config.unmet("CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=5\n")).isEmpty();
    assertThat(config.unmet("CONFIG_A=m\nCONFIG_B=y\nCONFIG_C=6\nCONFIG_D=y\n"))
        .containsExactly("CONFIG_A", "CONFIG_B", "CONFIG_C", "CONFIG_D");
    assertThat(config.unmet("")).containsExactly("CONFIG_A", "CONFIG_C");
  }

  @Test
  void refusesLinesThatAreNoOptions() throws Exception {
    Path bad = Files.writeString(dir.resolve("bad.config"), "CONFIG_A=y\nNUMA=y\n");
    assertThatThrownBy(
            () -> KernelConfig.read(new KernelSpec.Config("tinyconfig", List.of(bad), List.of())))
        .hasMessageContaining("bad.config:2: 'NUMA=y' is no option");
    assertThatThrownBy(
            () ->
                KernelConfig.read(
                    new KernelSpec.Config(
                        "tinyconfig", List.of(dir.resolve("none.config")), List.of())))
        .hasMessageContaining("there is no fragment");
  }

  @Test
  void explainsWithTheUnmetDependencyAndWhoSelects() throws Exception {
    Files.createDirectories(dir.resolve("drivers"));
    Files.createDirectories(dir.resolve("arch/arm"));
    Files.writeString(dir.resolve("arch/arm/Kconfig"), "config DAX\n\tbool\n");
    Files.writeString(
        dir.resolve("drivers/Kconfig"),
        "config DAX\n\tbool \"DAX\"\n\tdepends on NVDIMM && ACPI\n\n"
            + "config BUSY\n\tbool \"Busy\"\n\tselect DAX if ACPI\n");
    KconfigText kconfig = new KconfigText(dir, Map.of("CONFIG_ACPI", "y", "CONFIG_BUSY", "y"));
    assertThat(kconfig.explain("CONFIG_DAX", "y"))
        .containsExactly(
            "defined in drivers/Kconfig:1", "it depends on NVDIMM && ACPI; not set: CONFIG_NVDIMM");
    assertThat(kconfig.explain("CONFIG_DAX", "n")).contains("selected by CONFIG_BUSY, which is on");
    assertThat(kconfig.explain("CONFIG_DAXX", "y"))
        .containsExactly(
            "this kernel has no such option; if it can do without, write CONFIG_DAXX=n in"
                + " 'options:'");
  }

  private static KernelConfig config(String... options) throws Exception {
    return KernelConfig.read(new KernelSpec.Config("tinyconfig", List.of(), List.of(options)));
  }
}
