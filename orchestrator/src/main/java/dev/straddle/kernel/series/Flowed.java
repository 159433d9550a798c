package dev.straddle.kernel.series;

import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.stream.Field;

/** Text whose lines a mail program broke and stuffed by RFC 3676, given back as git reads it. */
final class Flowed {

  private Flowed() {}

  static boolean is(Entity entity) {
    return type(entity).matches("(?is).*;\\s*format\\s*=\\s*\"?flowed.*");
  }

  static byte[] undo(byte[] text, Entity entity) {
    boolean drop = type(entity).matches("(?is).*;\\s*delsp\\s*=\\s*\"?yes.*");
    StringBuilder out = new StringBuilder(text.length);
    for (String line : new String(text, StandardCharsets.ISO_8859_1).split("(?<=\\n)")) {
      String plain = line.startsWith(" ") ? line.substring(1) : line;
      if (plain.endsWith(" \n") && !plain.equals("-- \n")) {
        out.append(plain, 0, plain.length() - (drop ? 2 : 1));
      } else {
        out.append(plain);
      }
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String type(Entity entity) {
    Header header = entity.getHeader();
    Field field = header == null ? null : header.getField("Content-Type");
    return field == null || field.getBody() == null ? "" : field.getBody();
  }
}
