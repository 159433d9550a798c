package dev.straddle.bisect;

import dev.straddle.text.Visible;

/** Text of guests and of commits, made harmless for a page. */
final class Html {

  private Html() {}

  static String escape(String text) {
    return Visible.text(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
