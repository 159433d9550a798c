package dev.straddle.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** The kernel's own type information, as in {@code Documentation/bpf/btf.rst}. */
public final class Btf {

  private static final int MAGIC = 0xeb9f;
  private static final int TYPE_BYTES = 12;
  private static final int STRUCT = 4;

  private Btf() {}

  /**
   * The size in bytes of a structure; empty when the types do not have it.
   *
   * @param section content of {@code .BTF}, little-endian
   * @throws IOException when it is damaged
   */
  public static OptionalInt structSize(ByteBuffer section, String name) throws IOException {
    try {
      return search(section, (name + "\0").getBytes(StandardCharsets.ISO_8859_1));
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("the type information points beyond its end", e);
    }
  }

  private static OptionalInt search(ByteBuffer in, byte[] name) throws IOException {
    if (Short.toUnsignedInt(in.getShort(0)) != MAGIC) {
      throw new IOException("no type information where it should be");
    }
    int header = in.getInt(4);
    int at = header + in.getInt(8);
    int end = at + in.getInt(12);
    int strings = header + in.getInt(16);
    while (at < end) {
      int info = in.getInt(at + 4);
      int members = info & 0xffff;
      int kind = info >>> 24 & 0x1f;
      if (kind == STRUCT && equals(in, strings + in.getInt(at), name)) {
        return OptionalInt.of(in.getInt(at + 8));
      }
      at += TYPE_BYTES + extra(kind, members);
    }
    return OptionalInt.empty();
  }

  /** Bytes that follow the description of a type. */
  private static int extra(int kind, int members) throws IOException {
    return switch (kind) {
      case 1, 14, 17 -> 4; // INT, VAR, DECL_TAG
      case 3 -> 12; // ARRAY
      case STRUCT, 5, 15, 19 -> 12 * members; // STRUCT, UNION, DATASEC, ENUM64
      case 6, 13 -> 8 * members; // ENUM, FUNC_PROTO
      case 2, 7, 8, 9, 10, 11, 12, 16, 18 -> 0; // PTR, FWD, TYPEDEF, qualifiers, FUNC, FLOAT
      default -> throw new IOException("a kind of type that is not known: " + kind);
    };
  }

  private static boolean equals(ByteBuffer in, int at, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if (in.get(at + i) != name[i]) {
        return false;
      }
    }
    return true;
  }
}
