package dev.straddle.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What straddle needs to know of a 64-bit little-endian ELF file: sections, symbols, needed
 * libraries and the build id.
 *
 * @param sections in file order
 */
public record ElfFile(Path path, List<Section> sections) {

  static final int MAGIC = 0x464c457f;

  /** From here up x86-64 maps its kernel. */
  static final long KERNEL_MAP = 0xffff_ffff_8000_0000L;

  private static final long ALLOC = 2;
  private static final int SYMTAB = 2;
  private static final int DYNAMIC = 6;
  private static final int NOTE = 7;
  private static final int NOBITS = 8;
  private static final int SYMBOL_BYTES = 24;
  private static final int INFO = 4;
  private static final int ADDRESS = 8;
  private static final int BINDING = 4;
  private static final int LOCAL = 0;
  private static final int DT_NEEDED = 1;
  private static final int NT_GNU_BUILD_ID = 3;

  public ElfFile {
    sections = List.copyOf(sections);
  }

  /**
   * A section header.
   *
   * @param flags as the file has them
   * @param address virtual address once loaded, 0 if it is not
   * @param link index of the section that holds its strings
   */
  public record Section(
      String name, int type, long flags, long address, long offset, long size, int link) {

    /** Whether the section is in memory when the file runs. */
    public boolean isLoaded() {
      return (flags & ALLOC) != 0;
    }
  }

  /**
   * Reads the headers.
   *
   * @throws IOException when the file cannot be read or is no 64-bit little-endian ELF file
   */
  public static ElfFile read(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer header = read(file, 0, Math.min(64, file.size()));
      if (header.capacity() < 64
          || header.getInt(0) != MAGIC
          || header.get(4) != 2
          || header.get(5) != 1) {
        throw new IOException(path + " is no 64-bit little-endian ELF file");
      }
      int count = Short.toUnsignedInt(header.getShort(60));
      int names = Short.toUnsignedInt(header.getShort(62));
      int size = Short.toUnsignedInt(header.getShort(58));
      if (count > 0 && (size < 64 || names >= count)) {
        throw new IOException(path + " has a damaged ELF header");
      }
      ByteBuffer table = read(file, header.getLong(40), (long) count * size);
      List<Section> unnamed = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int at = i * size;
        unnamed.add(
            new Section(
                "",
                table.getInt(at + 4),
                table.getLong(at + 8),
                table.getLong(at + 16),
                table.getLong(at + 24),
                table.getLong(at + 32),
                table.getInt(at + 40)));
      }
      List<Section> named = new ArrayList<>();
      if (count > 0) {
        ByteBuffer strings = read(file, unnamed.get(names).offset(), unnamed.get(names).size());
        for (int i = 0; i < count; i++) {
          Section s = unnamed.get(i);
          named.add(
              new Section(
                  string(strings, table.getInt(i * size)),
                  s.type(),
                  s.flags(),
                  s.address(),
                  s.offset(),
                  s.size(),
                  s.link()));
        }
      }
      return new ElfFile(path, named);
    }
  }

  /**
   * Virtual addresses of those of the wanted symbols that the symbol table has. Any file of a
   * program may have a static variable of the same name, so a global one is preferred, and of
   * several static ones none is taken.
   */
  public Map<String, Long> symbols(Set<String> wanted) throws IOException {
    Map<String, Long> global = new HashMap<>();
    Map<String, Set<Long>> local = new HashMap<>();
    int longest = wanted.stream().mapToInt(String::length).max().orElse(0);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      for (Section section : sections) {
        if (section.type() != SYMTAB) {
          continue;
        }
        byte[] strings = array(bytes(file, sections.get(section.link())));
        ByteBuffer symbols = bytes(file, section);
        for (int at = 0; at + SYMBOL_BYTES <= symbols.limit(); at += SYMBOL_BYTES) {
          int start = symbols.getInt(at);
          int end = start;
          while (end >= 0 && end < strings.length && strings[end] != 0 && end - start <= longest) {
            end++;
          }
          if (end > start && end - start <= longest) {
            String name = new String(strings, start, end - start, StandardCharsets.ISO_8859_1);
            long address = symbols.getLong(at + ADDRESS);
            if (wanted.contains(name) && symbols.get(at + INFO) >>> BINDING == LOCAL) {
              local.computeIfAbsent(name, n -> new HashSet<>()).add(address);
            } else if (wanted.contains(name)) {
              global.putIfAbsent(name, address);
            }
          }
        }
      }
    }
    local.forEach(
        (name, places) -> {
          if (places.size() == 1) {
            global.putIfAbsent(name, places.iterator().next());
          }
        });
    return global;
  }

  /** Names of the shared libraries that the file asks the dynamic linker for. */
  public List<String> needed() throws IOException {
    List<String> names = new ArrayList<>();
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      for (Section section : sections) {
        if (section.type() == DYNAMIC) {
          ByteBuffer entries = bytes(file, section);
          ByteBuffer strings = bytes(file, sections.get(section.link()));
          for (int at = 0; at + 16 <= entries.limit(); at += 16) {
            if (entries.getLong(at) == DT_NEEDED) {
              names.add(string(strings, (int) entries.getLong(at + 8)));
            }
          }
        }
      }
    }
    return names;
  }

  /** The section of that name. */
  public Optional<Section> section(String name) {
    return sections.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** Whether there is a table of symbols. */
  public boolean hasSymbols() {
    return sections.stream().anyMatch(s -> s.type() == SYMTAB);
  }

  /** What a section holds, little-endian. */
  public Optional<ByteBuffer> content(String name) throws IOException {
    Optional<Section> section = section(name);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return Optional.of(bytes(file, section.get()));
    }
  }

  /** The file's own GNU build id, in hexadecimal. */
  public Optional<String> buildId() throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      for (Section section : sections) {
        Optional<String> found =
            section.type() == NOTE ? buildId(array(bytes(file, section))) : Optional.empty();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** The GNU build id among ELF notes, such as {@code /sys/kernel/notes} holds, in hexadecimal. */
  public static Optional<String> buildId(byte[] notes) {
    ByteBuffer in = ByteBuffer.wrap(notes).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (at + 12 <= notes.length) {
      long nameSize = Integer.toUnsignedLong(in.getInt(at));
      long valueSize = Integer.toUnsignedLong(in.getInt(at + 4));
      long value = at + 12 + aligned(nameSize);
      long next = value + aligned(valueSize);
      if (next > notes.length) {
        return Optional.empty();
      }
      String name = new String(notes, at + 12, (int) nameSize, StandardCharsets.ISO_8859_1);
      if (in.getInt(at + 8) == NT_GNU_BUILD_ID && name.equals("GNU\0")) {
        return Optional.of(HexFormat.of().formatHex(notes, (int) value, (int) (value + valueSize)));
      }
      at = (int) next;
    }
    return Optional.empty();
  }

  private static long aligned(long size) {
    return (size + 3) & ~3L;
  }

  private static ByteBuffer bytes(FileChannel file, Section section) throws IOException {
    return section.type() == NOBITS
        ? ByteBuffer.allocate(0)
        : read(file, section.offset(), section.size());
  }

  private static ByteBuffer read(FileChannel file, long offset, long size) throws IOException {
    if (offset < 0 || size < 0 || size > Integer.MAX_VALUE || offset + size > file.size()) {
      throw new IOException("an ELF header points beyond the end of the file");
    }
    return file.map(FileChannel.MapMode.READ_ONLY, offset, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] array(ByteBuffer buffer) {
    byte[] all = new byte[buffer.limit()];
    buffer.get(0, all);
    return all;
  }

  private static String string(ByteBuffer strings, int offset) throws IOException {
    if (offset < 0 || offset >= strings.limit()) {
      throw new IOException("an ELF name lies outside its string table");
    }
    int end = offset;
    while (end < strings.limit() && strings.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - offset];
    strings.get(offset, text);
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
