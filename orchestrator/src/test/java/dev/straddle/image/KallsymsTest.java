package dev.straddle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables as the kernel's {@code scripts/kallsyms.c} writes them, in the four ways it has had. */
class KallsymsTest {

  private static final long RODATA = 0xffffffff82000000L;
  private static final long BASE = 0xffffffff81000000L;
  private static final int COUNT = 2_000;

  enum Layout {
    ADDRESSES_BEFORE_NAMES(8, false),
    ADDRESSES_BEHIND_TOKENS(8, false),
    COUNTED_FROM_THEMSELVES(8, true),
    CLOSE_TOGETHER(4, true);

    private final int alignment;
    private final boolean countedFromThemselves;

    Layout(int alignment, boolean countedFromThemselves) {
      this.alignment = alignment;
      this.countedFromThemselves = countedFromThemselves;
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void readsNamesTypesAndAddresses(Layout layout) throws IOException {
    List<Symbol> expected = symbols(layout);
    assertThat(Kallsyms.read(table(layout, expected), RODATA)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void doesNotTakeDamagedTablesForSymbols(Layout layout) {
    ByteBuffer table = table(layout, symbols(layout));
    for (int at = 0; at + 8 < table.limit(); at += layout.alignment) {
      if (table.getInt(at) == COUNT) {
        table.putInt(at, COUNT + 1);
      }
    }
    assertThatThrownBy(() -> Kallsyms.read(table, RODATA)).hasMessageContaining("no kallsyms");
  }

  private static List<Symbol> symbols(Layout layout) {
    List<Symbol> symbols = new ArrayList<>();
    if (!layout.countedFromThemselves) {
      symbols.add(new Symbol(0, 'A', "__per_cpu_start"));
    }
    // Longer than 127 tokens, so its length takes two bytes.
    symbols.add(new Symbol(BASE, 'T', "_text" + "x".repeat(200)));
    while (symbols.size() < COUNT) {
      int n = symbols.size();
      symbols.add(new Symbol(BASE + 16L * n, n % 2 == 0 ? 't' : 'D', "symbol_" + n));
    }
    return symbols;
  }

  private static ByteBuffer table(Layout layout, List<Symbol> symbols) {
    Out out = new Out(layout.alignment);
    out.bytes("what else is read-only".getBytes(StandardCharsets.ISO_8859_1));
    if (layout == Layout.ADDRESSES_BEFORE_NAMES) {
      addresses(out, layout, symbols);
    }
    out.align();
    out.number(symbols.size());
    out.align();
    List<Integer> markers = new ArrayList<>();
    int start = out.size();
    for (int i = 0; i < symbols.size(); i++) {
      if (i % 256 == 0) {
        markers.add(out.size() - start);
      }
      byte[] name =
          (symbols.get(i).type() + symbols.get(i).name()).getBytes(StandardCharsets.ISO_8859_1);
      if (name.length <= 0x7f) {
        out.write(name.length);
      } else {
        out.write(name.length & 0x7f | 0x80);
        out.write(name.length >> 7);
      }
      out.bytes(name);
    }
    out.align();
    markers.forEach(out::number);
    out.align();
    // Every token stands for one character, but those that no name has.
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      tokens.add(i >= ' ' && i < 0x7f ? Character.toString((char) i) : "unused" + i);
    }
    List<Integer> index = new ArrayList<>();
    int table = out.size();
    for (String token : tokens) {
      index.add(out.size() - table);
      out.bytes((token + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }
    out.align();
    for (int offset : index) {
      out.write(offset);
      out.write(offset >> 8);
    }
    if (layout != Layout.ADDRESSES_BEFORE_NAMES) {
      addresses(out, layout, symbols);
    }
    out.align();
    out.bytes(new byte[64]);
    return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void addresses(Out out, Layout layout, List<Symbol> symbols) {
    out.align();
    for (Symbol symbol : symbols) {
      long address = symbol.address();
      if (layout.countedFromThemselves) {
        out.number((int) (address - (RODATA + out.size())));
      } else {
        out.number((int) (address >= 0 ? address : BASE - 1 - address));
      }
    }
    out.align();
    if (!layout.countedFromThemselves) {
      out.number((int) BASE);
      out.number((int) (BASE >> 32));
    }
  }

  private static final class Out extends ByteArrayOutputStream {
    private final int alignment;

    Out(int alignment) {
      this.alignment = alignment;
    }

    void number(int value) {
      bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    void bytes(byte[] all) {
      writeBytes(all);
    }

    void align() {
      while (size() % alignment != 0) {
        write(0);
      }
    }
  }
}
