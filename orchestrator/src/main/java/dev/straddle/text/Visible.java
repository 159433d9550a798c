package dev.straddle.text;

/**
 * Makes characters visible that would act or hide: control characters become their pictures, those
 * that turn, join or hide others a replacement character.
 */
public final class Visible {

  private Visible() {}

  /** The text on one line: line feeds and tabs become pictures too. */
  public static String line(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints().forEach(c -> visible.appendCodePoint(c < ' ' ? 0x2400 + c : of(c)));
    return visible.toString();
  }

  /** The text with its line feeds and tabs. */
  public static String text(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints().forEach(c -> visible.appendCodePoint(of(c)));
    return visible.toString();
  }

  /** What to show for a character; the same for all that are seen anyway. */
  static int of(int codePoint) {
    if (codePoint < ' ') {
      return codePoint == '\n' || codePoint == '\t' ? codePoint : 0x2400 + codePoint;
    } else if (codePoint < 0x7f) {
      return codePoint;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint == 0x7f ? '␡' : '\ufffd';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          '\ufffd';
      default -> codePoint;
    };
  }
}
