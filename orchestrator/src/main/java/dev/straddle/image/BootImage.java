package dev.straddle.image;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/**
 * A bzImage: a boot stub and, compressed within it, the kernel's ELF image.
 *
 * <p>Fields are described in the kernel's {@code Documentation/arch/x86/boot.rst}.
 *
 * @param release what {@code uname -r} of that kernel prints
 * @param payloadAt where the compressed ELF image begins, in bytes from the start of the file
 * @param payloadBytes how long it is
 */
public record BootImage(Path path, String release, long payloadAt, long payloadBytes) {

  private static final int HEADER_BYTES = 0x260;
  private static final int SECTOR = 512;
  private static final int SETUP_SECTORS = 0x1f1;
  private static final int MAGIC_AT = 0x202;
  private static final int MAGIC = 0x53726448; // "HdrS"
  private static final int PROTOCOL = 0x206;
  private static final int FIRST_WITH_PAYLOAD = 0x208;
  private static final int VERSION_AT = 0x20e;
  private static final int PAYLOAD_OFFSET = 0x248;
  private static final int PAYLOAD_LENGTH = 0x24c;
  private static final int LONGEST_VERSION = 1024;
  private static final int LZ4_LEGACY = 0x184c2102;
  private static final int LZ4_BLOCK = 8 << 20;
  private static final int ZSTD = 0xfd2fb528;

  /** Whether a file is a bzImage, as far as its header shows. */
  public static boolean is(Path file) throws IOException {
    return Files.size(file) >= HEADER_BYTES && header(file, HEADER_BYTES).getInt(MAGIC_AT) == MAGIC;
  }

  /**
   * Reads the header.
   *
   * @throws IOException when the file cannot be read or is no bzImage of a kernel since 2.6.24
   */
  public static BootImage read(Path file) throws IOException {
    if (!is(file)) {
      throw new IOException(file + " is no bzImage, which is what kernels are installed as");
    }
    ByteBuffer header = header(file, HEADER_BYTES);
    if (Short.toUnsignedInt(header.getShort(PROTOCOL)) < FIRST_WITH_PAYLOAD) {
      throw new IOException(file + " is a bzImage of a kernel before 2.6.24");
    }
    int sectors = Byte.toUnsignedInt(header.get(SETUP_SECTORS));
    long stub = (sectors == 0 ? 5L : sectors + 1L) * SECTOR;
    long start = stub + Integer.toUnsignedLong(header.getInt(PAYLOAD_OFFSET));
    long length = Integer.toUnsignedLong(header.getInt(PAYLOAD_LENGTH));
    long size = Files.size(file);
    if (start + length > size) {
      throw new IOException(file + " is shorter than its header says");
    }
    int version = Short.toUnsignedInt(header.getShort(VERSION_AT)) + SECTOR;
    if (version + LONGEST_VERSION > size) {
      throw new IOException(file + " says no version");
    }
    return new BootImage(
        file, firstWord(header(file, version + LONGEST_VERSION), version), start, length);
  }

  /**
   * Writes the ELF image to a new file; what the boot stub needs may follow it there.
   *
   * @throws IOException when the payload is damaged, or compressed in a way not known here
   */
  public void extractTo(Path elf) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        OutputStream out = Files.newOutputStream(elf)) {
      file.skipNBytes(payloadAt);
      file.mark(4);
      int magic = littleEndian(file);
      file.reset();
      if (magic == LZ4_LEGACY) {
        lz4(file, out);
      } else if (magic == ZSTD) {
        zstd(file, out);
      } else {
        new CompressorStreamFactory(false).createCompressorInputStream(file).transferTo(out);
      }
    } catch (CompressorException e) {
      throw new IOException(path + " is compressed in an unknown way", e);
    }
    if (Files.size(elf) < 4 || header(elf, 4).getInt(0) != ElfFile.MAGIC) {
      throw new IOException(path + " holds no ELF image");
    }
  }

  /** The format of "lz4 -l": a magic number, then blocks, each behind its size. */
  private void lz4(InputStream file, OutputStream out) throws IOException {
    file.skipNBytes(4);
    // The size of the whole image follows the last block.
    for (long left = payloadBytes - 4; left > 4; ) {
      int size = littleEndian(file);
      left -= 4;
      if (size <= 0 || size > left || size > 2 * LZ4_BLOCK) {
        throw new IOException(path + " has a damaged LZ4 block");
      }
      byte[] block = file.readNBytes(size);
      left -= size;
      new BlockLZ4CompressorInputStream(new ByteArrayInputStream(block)).transferTo(out);
    }
  }

  /**
   * One frame; the size of the whole image follows it, which the decoder would take for another.
   */
  private void zstd(InputStream file, OutputStream out) throws IOException {
    byte[] frame = file.readNBytes(Math.toIntExact(payloadBytes - 4));
    new ZstdCompressorInputStream(new ByteArrayInputStream(frame)).transferTo(out);
  }

  private static int littleEndian(InputStream in) throws IOException {
    byte[] four = in.readNBytes(4);
    if (four.length < 4) {
      throw new EOFException("the file ends early");
    }
    return ByteBuffer.wrap(four).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private static ByteBuffer header(Path file, int bytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] read = in.readNBytes(bytes);
      return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static String firstWord(ByteBuffer bytes, int at) {
    int end = at;
    while (end < bytes.limit() && bytes.get(end) > ' ') {
      end++;
    }
    return new String(bytes.array(), at, end - at, StandardCharsets.ISO_8859_1);
  }
}
