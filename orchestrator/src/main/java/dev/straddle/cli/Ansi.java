package dev.straddle.cli;

import dev.straddle.text.Paint;

/** Colours, or none: not on a terminal, or {@code NO_COLOR} is set (see no-color.org). */
record Ansi(boolean enabled) {

  /** For output that a person watches. */
  static Ansi ofTerminal() {
    String noColor = System.getenv("NO_COLOR");
    return new Ansi(isTerminal() && (noColor == null || noColor.isEmpty()));
  }

  /** Whether a person sits in front of both input and output. */
  static boolean isTerminal() {
    String term = System.getenv("TERM");
    return System.console() != null && term != null && !term.equals("dumb");
  }

  String green(String text) {
    return paint("good", text);
  }

  String red(String text) {
    return paint("bad", text);
  }

  String yellow(String text) {
    return paint("unsure", text);
  }

  String bold(String text) {
    return paint("head", text);
  }

  private String paint(String tone, String text) {
    return new Paint(enabled).tone(tone, text);
  }
}
