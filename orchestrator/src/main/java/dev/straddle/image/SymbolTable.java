package dev.straddle.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts a symbol table into a stripped ELF image, so that debuggers and binutils can use it. */
public final class SymbolTable {

  private static final int HEADER_BYTES = 64;
  private static final int SECTION_BYTES = 64;
  private static final int SYMBOL_BYTES = 24;
  private static final int SYMTAB = 2;
  private static final int STRTAB = 3;
  private static final int ABSOLUTE = 0xfff1;
  private static final int FUNCTION = 2;
  private static final int OBJECT = 1;
  private static final int GLOBAL = 1 << 4;

  private SymbolTable() {}

  /**
   * Appends the symbols; the rest of the file stays where it is.
   *
   * @param symbols sorted by address; each is taken to reach to the next, or to its section's end
   */
  public static void append(Path elf, List<Symbol> symbols) throws IOException {
    ElfFile file = ElfFile.read(elf);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < symbols.size(); i++) {
      order.add(i);
    }
    // The format wants local symbols first.
    order.sort(Comparator.comparing(i -> isGlobal(symbols.get(i))));
    int locals = 1 + (int) symbols.stream().filter(s -> !isGlobal(s)).count();

    ByteArrayOutputStream strings = new ByteArrayOutputStream();
    strings.write(0);
    ByteBuffer table = littleEndian(SYMBOL_BYTES * (symbols.size() + 1));
    table.position(SYMBOL_BYTES);
    for (int i : order) {
      Symbol symbol = symbols.get(i);
      int section = sectionOf(file, symbol.address());
      boolean code = Character.toLowerCase(symbol.type()) == 't';
      table
          .putInt(strings.size())
          .put((byte) ((isGlobal(symbol) ? GLOBAL : 0) | (code ? FUNCTION : OBJECT)))
          .put((byte) 0)
          .putShort((short) section)
          .putLong(symbol.address())
          .putLong(section == ABSOLUTE ? 0 : size(file.sections().get(section), symbols, i));
      strings.writeBytes(symbol.name().getBytes(StandardCharsets.UTF_8));
      strings.write(0);
    }
    write(elf, file, strings.toByteArray(), table.flip(), locals);
  }

  private static void write(Path elf, ElfFile file, byte[] strings, ByteBuffer table, int locals)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(elf, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer header = read(channel, 0, HEADER_BYTES);
      int count = file.sections().size();
      int names = Short.toUnsignedInt(header.getShort(62));
      ByteBuffer sections =
          littleEndian((count + 2) * SECTION_BYTES)
              .put(read(channel, header.getLong(40), count * SECTION_BYTES));

      long at = aligned(channel.size());
      ByteBuffer oldNames =
          read(
              channel,
              file.sections().get(names).offset(),
              (int) file.sections().get(names).size());
      byte[] added = ".symtab\0.strtab\0".getBytes(StandardCharsets.ISO_8859_1);
      ByteBuffer newNames = littleEndian(oldNames.limit() + added.length).put(oldNames).put(added);
      long namesAt = at;
      long stringsAt = aligned(namesAt + newNames.limit());
      long tableAt = aligned(stringsAt + strings.length);
      long sectionsAt = aligned(tableAt + table.limit());

      sections.putLong(names * SECTION_BYTES + 24, namesAt);
      sections.putLong(names * SECTION_BYTES + 32, newNames.limit());
      section(
          sections,
          oldNames.limit(),
          SYMTAB,
          tableAt,
          table.limit(),
          count + 1,
          locals,
          SYMBOL_BYTES);
      section(sections, oldNames.limit() + 8, STRTAB, stringsAt, strings.length, 0, 0, 0);

      channel.write(newNames.flip(), namesAt);
      channel.write(ByteBuffer.wrap(strings), stringsAt);
      channel.write(table, tableAt);
      channel.write(sections.flip(), sectionsAt);
      header.putLong(40, sectionsAt).putShort(60, (short) (count + 2));
      channel.write(header.rewind(), 0);
    }
  }

  private static void section(
      ByteBuffer to, int name, int type, long at, long bytes, int link, int info, int entry) {
    to.putInt(name).putInt(type).putLong(0).putLong(0).putLong(at).putLong(bytes);
    to.putInt(link).putInt(info).putLong(8).putLong(entry);
  }

  private static boolean isGlobal(Symbol symbol) {
    return Character.isUpperCase(symbol.type());
  }

  private static int sectionOf(ElfFile file, long address) {
    for (int i = 1; i < file.sections().size(); i++) {
      ElfFile.Section section = file.sections().get(i);
      if (section.address() != 0
          && Long.compareUnsigned(section.address(), address) <= 0
          && Long.compareUnsigned(address, section.address() + section.size()) < 0) {
        return i;
      }
    }
    return ABSOLUTE;
  }

  private static long size(ElfFile.Section section, List<Symbol> symbols, int index) {
    long start = symbols.get(index).address();
    long end = section.address() + section.size();
    for (int next = index + 1; next < symbols.size(); next++) {
      long address = symbols.get(next).address();
      if (address != start) {
        return (Long.compareUnsigned(address, end) < 0 ? address : end) - start;
      }
    }
    return end - start;
  }

  private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
    ByteBuffer buffer = littleEndian(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("an ELF header points beyond the end of the file");
      }
    }
    return buffer.flip();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long aligned(long offset) {
    return offset + 7 & ~7L;
  }
}
