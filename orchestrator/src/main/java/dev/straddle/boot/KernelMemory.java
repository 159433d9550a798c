package dev.straddle.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A running kernel's own memory, found by the symbols of its image.
 *
 * @param table physical address of the top-level table of {@code init_mm}
 * @param slide by how much KASLR moved the kernel
 */
record KernelMemory(PageTables tables, long table, long slide, KernelImage image) {

  /** Pieces that never cross a page, as text may end right before one that is not mapped. */
  private static final int PIECE = 64;

  /** Reads at a virtual address. */
  ByteBuffer read(long address, int bytes) throws IOException, InterruptedException {
    return tables.read(table, address, bytes);
  }

  /** Where a symbol lies; empty when this kernel has none of that name. */
  Optional<Long> address(String symbol) {
    return image.find(symbol).map(linked -> linked + slide);
  }

  /** A variable's content; empty when this kernel has none of that name. */
  Optional<ByteBuffer> variable(String symbol, int bytes) throws IOException, InterruptedException {
    Optional<Long> place = address(symbol);
    return place.isEmpty() ? Optional.empty() : Optional.of(read(place.get(), bytes));
  }

  /** Text up to a zero byte or that length; what is not printable ASCII becomes {@code ?}. */
  String text(long address, int longest) throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    while (text.length() < longest) {
      long at = address + text.length();
      ByteBuffer piece = read(at, PIECE - (int) (at & (PIECE - 1)));
      while (piece.hasRemaining() && text.length() < longest) {
        byte next = piece.get();
        if (next == 0) {
          return text.toString();
        }
        text.append(next >= ' ' && next <= '~' ? (char) next : '?');
      }
    }
    return text.toString();
  }
}
