package dev.straddle.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.kernel.step.StepFailedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules of nothing but what they say of themselves. */
class KernelModulesTest {

  private static final int ELF_HEADER = 64;
  private static final int SECTION_HEADER = 64;

  @TempDir Path dir;

  @Test
  void takesWhatGuestsNeedWithItsNeedsInTheOrderOfLoading() throws Exception {
    Path needed = module("drivers/dax/dax.ko", "");
    Path device = module("drivers/dax/device_dax.ko", "dax");
    Path kmem = module("drivers/dax/kmem.ko", "dax");
    module("drivers/net/dummy.ko", "");

    assertThat(KernelModules.pick(dir.resolve("modules"), dir.resolve("work")))
        .containsExactly(
            Map.entry("modules/00-dax.ko", needed),
            Map.entry("modules/01-device_dax.ko", device),
            Map.entry("modules/02-kmem.ko", kmem));
  }

  @Test
  void unpacksWhatIsCompressed() throws Exception {
    Path plain = module("plain/pvpanic-pci.ko", "");
    byte[] content = Files.readAllBytes(plain);
    Files.delete(plain);
    compressed("pvpanic-pci.ko.xz", CompressorStreamFactory.XZ, content);
    compressed("nfit.ko.zst", CompressorStreamFactory.ZSTANDARD, content);

    Map<String, Path> picked = KernelModules.pick(dir.resolve("modules"), dir.resolve("work"));

    assertThat(picked).containsOnlyKeys("modules/00-pvpanic_pci.ko", "modules/01-nfit.ko");
    assertThat(picked.values()).allSatisfy(file -> assertThat(file).hasBinaryContent(content));
  }

  @Test
  void aNeedThatIsMissingIsNamed() throws Exception {
    module("kmem.ko", "dax");

    assertThatThrownBy(() -> KernelModules.pick(dir.resolve("modules"), dir.resolve("work")))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("needs 'dax'");
  }

  private Path module(String name, String needs) throws IOException {
    Path file = dir.resolve("modules").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, elf("license=GPL\0depends=" + needs + "\0name=x\0"));
  }

  private void compressed(String name, String compression, byte[] content)
      throws IOException, CompressorException {
    Path file = dir.resolve("modules").resolve(name);
    try (OutputStream out =
        new CompressorStreamFactory()
            .createCompressorOutputStream(compression, Files.newOutputStream(file))) {
      out.write(content);
    }
  }

  /** Two sections: the names of both, and {@code .modinfo}. */
  private static byte[] elf(String modinfo) {
    byte[] names = "\0.modinfo\0".getBytes(StandardCharsets.ISO_8859_1);
    byte[] info = modinfo.getBytes(StandardCharsets.ISO_8859_1);
    int namesAt = ELF_HEADER + 2 * SECTION_HEADER;
    ByteBuffer elf =
        ByteBuffer.allocate(namesAt + names.length + info.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
    elf.putLong(40, ELF_HEADER);
    elf.putShort(58, (short) SECTION_HEADER);
    elf.putShort(60, (short) 2);
    elf.putShort(62, (short) 0);
    section(elf, ELF_HEADER, 0, namesAt, names);
    section(elf, ELF_HEADER + SECTION_HEADER, 1, namesAt + names.length, info);
    return elf.array();
  }

  private static void section(ByteBuffer elf, int header, int name, int at, byte[] content) {
    elf.putInt(header, name);
    elf.putInt(header + 4, 1);
    elf.putLong(header + 24, at);
    elf.putLong(header + 32, content.length);
    elf.put(at, content);
  }
}
