package dev.straddle.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A 64-bit little-endian ELF core file, as QEMU's {@code dump-guest-memory} writes it: headers,
 * notes, memory.
 */
public final class CoreFile {

  private static final int MAGIC = 0x464c457f;
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int SECTION_HEADER = 64;
  private static final int NOTES = 4;
  private static final long MOST_NOTES = 1 << 24;

  private CoreFile() {}

  /**
   * Puts a note of type 0 behind those that the file has, where crash looks for it: before the
   * memory, which moves.
   *
   * @throws IOException when the file cannot be read or written, or is no core file with notes
   */
  public static void addNote(Path core, String name, String text) throws IOException {
    Path whole = core.resolveSibling("." + core.getFileName() + ".new");
    try (FileChannel from = FileChannel.open(core, StandardOpenOption.READ);
        FileChannel to =
            FileChannel.open(
                whole,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer note = note(name, text);
      ByteBuffer head = head(core, from);
      move(head, note.limit());
      write(to, head);
      write(to, note);
      long done = head.limit();
      while (done < from.size()) {
        done += from.transferTo(done, from.size() - done, to);
      }
      Files.move(whole, core, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  /** All that comes before the memory. */
  private static ByteBuffer head(Path core, FileChannel file) throws IOException {
    ByteBuffer header = read(file, HEADER);
    if (header.getInt(0) != MAGIC) {
      throw new IOException(core + " is no ELF file");
    }
    ByteBuffer headers = read(file, programs(header, count(header)));
    for (int at = programs(header, 0); at < headers.limit(); at += PROGRAM_HEADER) {
      long end = headers.getLong(at + 0x08) + headers.getLong(at + 0x20);
      if (headers.getInt(at) == NOTES && end > 0 && end < MOST_NOTES) {
        return read(file, (int) end);
      }
    }
    throw new IOException(core + " is no core file with notes");
  }

  private static void move(ByteBuffer head, int by) {
    for (int at = programs(head, 0); at < programs(head, count(head)); at += PROGRAM_HEADER) {
      if (head.getInt(at) == NOTES) {
        add(head, at + 0x20, by);
        add(head, at + 0x28, by);
      } else {
        add(head, at + 0x08, by);
      }
    }
    int sections = (int) head.getLong(0x28);
    for (int i = 1; i < Short.toUnsignedInt(head.getShort(0x3c)); i++) {
      add(head, sections + i * SECTION_HEADER + 0x18, by);
    }
  }

  private static void add(ByteBuffer head, int at, int by) {
    head.putLong(at, head.getLong(at) + by);
  }

  private static int count(ByteBuffer header) {
    return Short.toUnsignedInt(header.getShort(0x38));
  }

  /** Where the header of a segment begins. */
  private static int programs(ByteBuffer header, int segment) {
    return (int) header.getLong(0x20) + segment * PROGRAM_HEADER;
  }

  private static ByteBuffer note(String name, String text) {
    byte[] owner = (name + '\0').getBytes(StandardCharsets.US_ASCII);
    byte[] content = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer note = buffer(12 + padded(owner.length) + padded(content.length));
    note.putInt(owner.length).putInt(content.length).putInt(0).put(owner);
    note.position(12 + padded(owner.length)).put(content);
    return note.rewind();
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  private static ByteBuffer read(FileChannel file, int length) throws IOException {
    ByteBuffer bytes = buffer(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, bytes.position()) < 0) {
        throw new IOException("the core file is cut short");
      }
    }
    return bytes.rewind();
  }

  private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
