package dev.straddle.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The symbols that a kernel keeps for its own traces, which remain when its image is stripped.
 *
 * <p>Written by the kernel's {@code scripts/kallsyms.c} into {@code .rodata}, without anything that
 * says where. Found by its shape: {@code token_index}, 256 growing offsets, follows {@code
 * token_table}, the 256 strings that it points to; before them lie {@code markers}, {@code names}
 * and {@code num_syms}. The addresses lie before {@code num_syms} until 6.3 and behind {@code
 * token_index} since 6.4. All tables start at multiples of 8 bytes, in 7.x of 4.
 */
public final class Kallsyms {

  private static final int TOKENS = 256;
  private static final int LONGEST_TOKEN = 512;
  private static final int FEWEST = 1_000;
  private static final int MOST = 4_000_000;
  private static final int PER_MARKER = 256;

  private final ByteBuffer rodata;
  private final long rodataAddress;
  private final int tokenTable;
  private final int tokenIndex;
  private final int alignment;

  private Kallsyms(
      ByteBuffer rodata, long rodataAddress, int tokenTable, int tokenIndex, int alignment) {
    this.rodata = rodata;
    this.rodataAddress = rodataAddress;
    this.tokenTable = tokenTable;
    this.tokenIndex = tokenIndex;
    this.alignment = alignment;
  }

  /**
   * Reads all symbols.
   *
   * @param rodata content of the section, little-endian
   * @param address at which it is linked
   * @throws IOException when there are none, as without {@code CONFIG_KALLSYMS}
   */
  public static List<Symbol> read(ByteBuffer rodata, long address) throws IOException {
    return read(rodata, address, 8)
        .or(() -> read(rodata, address, 4))
        .orElseThrow(() -> new IOException("the image holds no kallsyms"));
  }

  private static Optional<List<Symbol>> read(ByteBuffer rodata, long address, int alignment) {
    for (int at = 0; at + 2 * TOKENS <= rodata.limit(); at += alignment) {
      if (growing(rodata, at)) {
        OptionalInt table = tableBefore(rodata, at, alignment);
        if (table.isPresent()) {
          Optional<List<Symbol>> symbols =
              new Kallsyms(rodata, address, table.getAsInt(), at, alignment).symbols();
          if (symbols.isPresent()) {
            return symbols;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean growing(ByteBuffer in, int at) {
    int last = Short.toUnsignedInt(in.getShort(at));
    if (last != 0) {
      return false;
    }
    for (int i = 1; i < TOKENS; i++) {
      int next = Short.toUnsignedInt(in.getShort(at + 2 * i));
      if (next < last + 2 || next > last + LONGEST_TOKEN) {
        return false;
      }
      last = next;
    }
    return true;
  }

  private static OptionalInt tableBefore(ByteBuffer in, int index, int alignment) {
    int last = Short.toUnsignedInt(in.getShort(index + 2 * (TOKENS - 1)));
    int lowest = Math.max(0, index - last - LONGEST_TOKEN);
    for (int table = index - last - 2 & -alignment; table >= lowest; table -= alignment) {
      if (isTable(in, table, index, alignment)) {
        return OptionalInt.of(table);
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isTable(ByteBuffer in, int table, int index, int alignment) {
    for (int i = 1; i < TOKENS; i++) {
      int start = table + Short.toUnsignedInt(in.getShort(index + 2 * i));
      if (in.get(start - 1) != 0 || in.get(start) == 0) {
        return false;
      }
    }
    int end = table + Short.toUnsignedInt(in.getShort(index + 2 * (TOKENS - 1)));
    while (end < index && in.get(end) != 0) {
      end++;
    }
    return end < index && aligned(end + 1, alignment) == index;
  }

  private Optional<List<Symbol>> symbols() {
    for (int at = tokenTable - 16; at >= 0; at -= alignment) {
      int count = rodata.getInt(at);
      if (count >= FEWEST && count <= MOST && (alignment == 4 || rodata.getInt(at + 4) == 0)) {
        List<String> names = names(at + alignment, count);
        if (!names.isEmpty()) {
          return addresses(at, count).map(addresses -> zip(addresses, names));
        }
      }
    }
    return Optional.empty();
  }

  /** Names with their types in front; none when this is no list of so many names. */
  private List<String> names(int start, int count) {
    int second = -1;
    int at = start;
    for (int i = 0; i < count; i++) {
      if (i == PER_MARKER) {
        second = at - start;
      }
      int length = Byte.toUnsignedInt(rodata.get(at));
      if (length == 0) {
        return List.of();
      }
      at += length <= 0x7f ? 1 + length : 2 + longLength(at);
      if (at >= tokenTable) {
        return List.of();
      }
    }
    int markers = aligned(at);
    if (rodata.getInt(markers) != 0 || rodata.getInt(markers + 4) != second) {
      return List.of();
    }
    List<String> names = new ArrayList<>(count);
    at = start;
    for (int i = 0; i < count; i++) {
      int length = Byte.toUnsignedInt(rodata.get(at));
      int begin = length <= 0x7f ? at + 1 : at + 2;
      int tokens = length <= 0x7f ? length : longLength(at);
      names.add(expand(begin, tokens));
      at = begin + tokens;
    }
    return names;
  }

  /** A length above 127, in two bytes of which the first has its highest bit set. */
  private int longLength(int at) {
    return rodata.get(at) & 0x7f | Byte.toUnsignedInt(rodata.get(at + 1)) << 7;
  }

  private String expand(int at, int tokens) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < tokens; i++) {
      int token = Byte.toUnsignedInt(rodata.get(at + i));
      int from = tokenTable + Short.toUnsignedInt(rodata.getShort(tokenIndex + 2 * token));
      for (int c = from; rodata.get(c) != 0; c++) {
        name.append((char) Byte.toUnsignedInt(rodata.get(c)));
      }
    }
    return new String(
        name.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Kallsyms are sorted by address, which tells the right way of reading from the wrong ones. */
  private Optional<long[]> addresses(int countAt, int count) {
    int before = countAt - 8 - aligned(4 * count);
    int behind = aligned(tokenIndex + 2 * TOKENS);
    List<long[]> readings = new ArrayList<>();
    if (before >= 0) {
      long base = rodata.getLong(countAt - 8);
      readings.add(percpuAbsolute(before, count, base));
      readings.add(relative(before, count, base));
    }
    if (behind + aligned(4 * count) + 8 <= rodata.limit()) {
      long base = rodata.getLong(behind + aligned(4 * count));
      readings.add(percpuAbsolute(behind, count, base));
      readings.add(relative(behind, count, base));
      readings.add(selfRelative(behind, count));
    }
    return readings.stream().filter(Kallsyms::plausible).findFirst();
  }

  /** Absolute values from zero up, others counted down from the base: until 6.14. */
  private long[] percpuAbsolute(int at, int count, long base) {
    long[] addresses = new long[count];
    for (int i = 0; i < count; i++) {
      int offset = rodata.getInt(at + 4 * i);
      addresses[i] = offset >= 0 ? offset : base - 1 - offset;
    }
    return addresses;
  }

  /** The same on one processor. */
  private long[] relative(int at, int count, long base) {
    long[] addresses = new long[count];
    for (int i = 0; i < count; i++) {
      addresses[i] = base + Integer.toUnsignedLong(rodata.getInt(at + 4 * i));
    }
    return addresses;
  }

  /** Each counted from where it stands: 7.x. */
  private long[] selfRelative(int at, int count) {
    long[] addresses = new long[count];
    for (int i = 0; i < count; i++) {
      addresses[i] = rodataAddress + at + 4L * i + rodata.getInt(at + 4 * i);
    }
    return addresses;
  }

  private static boolean plausible(long[] addresses) {
    for (int i = 1; i < addresses.length; i++) {
      if (Long.compareUnsigned(addresses[i - 1], addresses[i]) > 0) {
        return false;
      }
    }
    return Long.compareUnsigned(addresses[addresses.length - 1], ElfFile.KERNEL_MAP) > 0;
  }

  private static List<Symbol> zip(long[] addresses, List<String> names) {
    List<Symbol> symbols = new ArrayList<>(addresses.length);
    for (int i = 0; i < addresses.length; i++) {
      String name = names.get(i);
      symbols.add(new Symbol(addresses[i], name.charAt(0), name.substring(1)));
    }
    return symbols;
  }

  private int aligned(int offset) {
    return aligned(offset, alignment);
  }

  private static int aligned(int offset, int alignment) {
    return offset + alignment - 1 & -alignment;
  }
}
