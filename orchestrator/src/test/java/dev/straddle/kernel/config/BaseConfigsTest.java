package dev.straddle.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.KernelSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseConfigsTest {

  @TempDir Path dir;

  @Test
  void aFileIsItsContent() throws Exception {
    Path file = Files.writeString(dir.resolve("my.config"), "CONFIG_A=y\n");
    String before = known(new ConfigBase.File(file)).orElseThrow().id();
    Path same = Files.copy(file, dir.resolve("same.config"));
    assertThat(known(new ConfigBase.File(same)).orElseThrow().id()).isEqualTo(before);
    Files.writeString(file, "CONFIG_A=m\n");
    assertThat(known(new ConfigBase.File(file)).orElseThrow().id()).isNotEqualTo(before);
  }

  @Test
  void aFileThatIsNoConfigurationIsRefused() throws Exception {
    Path packed = Files.write(dir.resolve("config.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
    assertThatThrownBy(() -> known(new ConfigBase.File(packed)))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("config.gz holds no option; a base is a '.config', not compressed");
    assertThatThrownBy(() -> known(new ConfigBase.File(dir)))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("there is no base configuration " + dir);
  }

  @Test
  void aPackageStaysOfTheVersionThatWasFetchedUntilItIsForgotten() throws Exception {
    ConfigBase newest = packaged(Optional.empty());
    assertThat(known(newest)).isEmpty();
    write("newest/linux-image-amd64", "6.1.9-1\n");
    assertThat(known(newest)).as("a version, and no configuration yet").isEmpty();
    write("configs/linux-image-amd64_6.1.9-1", "CONFIG_A=y\n");
    assertThat(known(newest)).isPresent().isEqualTo(known(packaged(Optional.of("6.1.9-1"))));
    assertThat(known(packaged(Optional.of("6.1.8-1")))).isEmpty();
    bases().forget(newest);
    assertThat(known(newest)).isEmpty();
  }

  private Optional<BaseConfig> known(ConfigBase base) throws Exception {
    return bases().known(base);
  }

  private BaseConfigs bases() {
    return new BaseConfigs(dir, event -> {}, () -> {});
  }

  private static ConfigBase packaged(Optional<String> version) {
    return new ConfigBase.Packaged(
        new KernelSource.DebianImage("linux-image-amd64", version, Optional.empty()));
  }

  private void write(String path, String text) throws Exception {
    Files.createDirectories(dir.resolve(path).getParent());
    Files.writeString(dir.resolve(path), text);
  }
}
