package dev.straddle.cli;

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
    return paint("32", text);
  }

  String red(String text) {
    return paint("31", text);
  }

  String yellow(String text) {
    return paint("33", text);
  }

  String bold(String text) {
    return paint("1", text);
  }

  private String paint(String code, String text) {
    return enabled ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
