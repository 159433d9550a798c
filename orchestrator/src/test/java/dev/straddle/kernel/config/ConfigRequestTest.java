package dev.straddle.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.disk.Digest;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.ConfigFragment;
import dev.straddle.model.KernelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigRequestTest {

  private static final BaseConfig TINY = new BaseConfig.Target("tinyconfig");
  private static final ConfigFragment GUEST = new ConfigFragment.InTree("guest.config");

  @TempDir Path dir;
  private Path tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = dir.resolve("linux");
    write("linux/kernel/configs/guest.config", "# for all\nCONFIG_A=y\nCONFIG_B=y\n");
    write("linux/arch/x86/configs/guest.config", "CONFIG_B=m\nCONFIG_C=y\n");
    write("linux/arch/x86/configs/x86_64_defconfig", "CONFIG_Z=y\n");
  }

  @Test
  void aFragmentOfTheTreeIsWhatAllItsFoldersHaveOfThatName() throws Exception {
    KernelConfig config = request(List.of(GUEST)).in(tree);
    assertThat(config.asked())
        .containsEntry(
            "CONFIG_A", new KernelConfig.Asked("y", "kernel/configs/guest.config:2", true))
        .containsEntry(
            "CONFIG_B", new KernelConfig.Asked("m", "arch/x86/configs/guest.config:1", true))
        .containsKey("CONFIG_C");
  }

  @Test
  void theLastWordCountsWhoeverHasIt() throws Exception {
    ConfigFragment own = new ConfigFragment.File(write("own.config", "CONFIG_A=n\nCONFIG_B=n\n"));
    KernelConfig before = request(List.of(own, GUEST)).in(tree);
    assertThat(before.asked().get("CONFIG_A").value()).isEqualTo("y");
    KernelConfig behind = request(List.of(GUEST, own), "CONFIG_B=y").in(tree);
    assertThat(behind.asked())
        .containsEntry("CONFIG_A", new KernelConfig.Asked("n", dir + "/own.config:1", false))
        .containsEntry("CONFIG_B", new KernelConfig.Asked("y", "options", false));
  }

  @Test
  void whateverCanChangeTheResultIsInTheDigest() throws Exception {
    ConfigFragment own = new ConfigFragment.File(write("own.config", "CONFIG_A=n\n"));
    List<String> digests =
        new ArrayList<>(
            List.of(
                digest(request(List.of())),
                digest(request(List.of(own))),
                digest(request(List.of(GUEST))),
                digest(request(List.of(own, GUEST))),
                digest(request(List.of(GUEST, own))),
                digest(request(List.of(new ConfigFragment.InTree("hardening.config"))))));
    assertThat(digests).doesNotHaveDuplicates();
    assertThat(digest(request(List.of(), "CONFIG_A=n"))).isEqualTo(digests.get(1));
    write("own.config", "CONFIG_A=y\n");
    assertThat(digests).doesNotContain(digest(request(List.of(own))));
  }

  @Test
  void whatIsNotThereIsSaidSo() throws Exception {
    ConfigFragment none = new ConfigFragment.File(dir.resolve("none.config"));
    assertThatThrownBy(() -> request(List.of(none)))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("there is no fragment " + dir.resolve("none.config"));
    ConfigRequest typo = request(List.of(new ConfigFragment.InTree("gust.config")));
    assertThatThrownBy(() -> typo.in(tree))
        .isInstanceOf(StepFailedException.class)
        .hasMessage(
            "this kernel's tree has no fragment gust.config in kernel/configs or arch/x86/configs;"
                + " there are: guest.config");
  }

  private static ConfigRequest request(List<ConfigFragment> fragments, String... options)
      throws Exception {
    return ConfigRequest.of(
        new KernelSpec.Config(new ConfigBase.Target("tinyconfig"), fragments, List.of(options)),
        TINY);
  }

  private static String digest(ConfigRequest request) {
    Digest digest = new Digest();
    request.addTo(digest);
    return digest.hex();
  }

  private Path write(String path, String text) throws IOException {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
