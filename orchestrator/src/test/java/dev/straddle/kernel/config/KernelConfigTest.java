package dev.straddle.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    KernelConfig config =
        read("boot.config", "# a note", "CONFIG_A=y", "CONFIG_B=y")
            .with(read("more.config", "# CONFIG_A is not set", "", "CONFIG_C=\"x y\""))
            .with(read("options", "CONFIG_B=n"));
    assertThat(config.asked())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "CONFIG_A", new KernelConfig.Asked("n", "more.config:1", false),
                "CONFIG_B", new KernelConfig.Asked("n", "options:1", false),
                "CONFIG_C", new KernelConfig.Asked("\"x y\"", "more.config:3", false)));
    assertThat(config.mergedInto("CONFIG_A=y\n# CONFIG_C is not set\nCONFIG_Z=7\n"))
        .isEqualTo("CONFIG_Z=7\n# CONFIG_A is not set\n# CONFIG_B is not set\nCONFIG_C=\"x y\"\n");
  }

  @Test
  void noticesEveryOptionThatIsNotAsAskedFor() throws Exception {
    KernelConfig config = read("options", "CONFIG_A=y", "CONFIG_B=n", "CONFIG_C=5", "CONFIG_D=n");
    assertThat(unmet(config, "CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=5\n")).isEmpty();
    assertThat(unmet(config, "CONFIG_A=m\nCONFIG_B=y\nCONFIG_C=6\nCONFIG_D=y\n"))
        .containsExactly("CONFIG_A", "CONFIG_B", "CONFIG_C", "CONFIG_D");
    assertThat(unmet(config, "")).containsExactly("CONFIG_A", "CONFIG_C");
  }

  @Test
  void refusesLinesThatAreNoOptions() {
    assertThatThrownBy(() -> read("bad.config", "CONFIG_A=y", "NUMA=y"))
        .hasMessageContaining("bad.config:2: 'NUMA=y' is no option");
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
    assertThat(kconfig.defines("CONFIG_BUSY")).isTrue();
    assertThat(kconfig.defines("CONFIG_DAXX")).isFalse();
    assertThat(kconfig.explain("CONFIG_DAX", "n")).contains("selected by CONFIG_BUSY, which is on");
    assertThat(kconfig.explain("CONFIG_DAXX", "y"))
        .containsExactly(
            "this kernel has no such option; if it can do without, write CONFIG_DAXX=n in"
                + " 'options:'");
  }

  @Test
  void explainsWithTheBlocksThatAnOptionStandsIn() throws Exception {
    Files.writeString(
        dir.resolve("Kconfig"),
        """
        config BEFORE
        \tbool
        \thelp
        \t  if this were a block, all below would be in it
        menu "Controllers"
        \tdepends on PCI
        if SCSI && LOWLEVEL
        if OTHER
        endif
        config VIRTIO
        \ttristate
        \tdepends on BUS
        comment "needs more"
        \tdepends on MORE
        endif
        config WITHIN
        \ttristate
        endmenu
        config BEHIND
        \ttristate
        """);
    KconfigText kconfig =
        new KconfigText(dir, Map.of("CONFIG_SCSI", "m", "CONFIG_PCI", "y", "CONFIG_BUS", "m"));
    assertThat(kconfig.explain("CONFIG_VIRTIO", "y"))
        .containsExactly(
            "defined in Kconfig:10",
            "only if PCI",
            "only if SCSI && LOWLEVEL; not set: CONFIG_LOWLEVEL; only modules: CONFIG_SCSI",
            "it depends on BUS; only modules: CONFIG_BUS");
    assertThat(kconfig.explain("CONFIG_VIRTIO", "m"))
        .contains("only if SCSI && LOWLEVEL; not set: CONFIG_LOWLEVEL", "it depends on BUS");
    assertThat(kconfig.explain("CONFIG_WITHIN", "m"))
        .containsExactly("defined in Kconfig:16", "only if PCI");
    assertThat(kconfig.explain("CONFIG_BEHIND", "m")).containsExactly("defined in Kconfig:19");
  }

  private static KernelConfig read(String name, String... lines) throws Exception {
    return KernelConfig.read(List.of(lines), line -> name + ":" + line, false);
  }

  private static List<String> unmet(KernelConfig asked, String result) {
    return asked.unmet(KernelConfig.values(result));
  }
}
