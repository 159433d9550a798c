package dev.straddle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images with a boot stub of nothing but its header, compressed as the kernel's build does. */
class BootImageTest {

  private static final int STUB_SECTORS = 4;
  private static final int SECTOR = 512;
  private static final int VERSION = 0x400;

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        CompressorStreamFactory.GZIP,
        CompressorStreamFactory.BZIP2,
        CompressorStreamFactory.LZMA,
        CompressorStreamFactory.XZ,
        CompressorStreamFactory.ZSTANDARD
      })
  void givesBackTheElfImage(String compression) throws Exception {
    byte[] elf = elf();
    BootImage image = BootImage.read(image(compressed(compression, elf), elf.length));
    assertThat(image.release()).isEqualTo("7.3.4+deb13-amd64");
    Path out = dir.resolve("vmlinux");
    image.extractTo(out);
    assertThat(out).hasBinaryContent(elf);
  }

  @Test
  void takesNoHalfImage() throws Exception {
    byte[] elf = elf();
    byte[] zstd = compressed(CompressorStreamFactory.ZSTANDARD, elf);
    BootImage image = BootImage.read(image(Arrays.copyOf(zstd, zstd.length / 2), elf.length));
    assertThatThrownBy(() -> image.extractTo(dir.resolve("vmlinux")))
        .isInstanceOf(IOException.class);
  }

  private static byte[] elf() {
    ByteBuffer elf = ByteBuffer.allocate(100_000).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(ElfFile.MAGIC);
    while (elf.remaining() >= 4) {
      elf.putInt(elf.position() * 31);
    }
    return elf.array();
  }

  private static byte[] compressed(String compression, byte[] content)
      throws IOException, CompressorException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressor =
        new CompressorStreamFactory().createCompressorOutputStream(compression, out)) {
      compressor.write(content);
    }
    return out.toByteArray();
  }

  private Path image(byte[] payload, int size) throws IOException {
    int start = (STUB_SECTORS + 1) * SECTOR;
    ByteBuffer image =
        ByteBuffer.allocate(start + payload.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x1f1, (byte) STUB_SECTORS);
    image.putInt(0x202, 0x53726448);
    image.putShort(0x206, (short) 0x20f);
    image.putShort(0x20e, (short) (VERSION - SECTOR));
    image.putInt(0x248, 0);
    image.putInt(0x24c, payload.length + 4);
    image.put(VERSION, "7.3.4+deb13-amd64 (a builder) #1".getBytes(StandardCharsets.ISO_8859_1));
    image.put(start, payload);
    image.putInt(start + payload.length, size);
    return Files.write(dir.resolve("bzImage"), image.array());
  }
}
