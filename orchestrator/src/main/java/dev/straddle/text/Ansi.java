package dev.straddle.text;

/** Colours, or none: not on a terminal, or {@code NO_COLOR} is set (see no-color.org). */
public record Ansi(boolean enabled) {

  /** For output that a person watches. */
  public static Ansi ofTerminal() {
    String noColor = System.getenv("NO_COLOR");
    return new Ansi(isTerminal() && (noColor == null || noColor.isEmpty()));
  }

  /** Whether a person sits in front of both input and output. */
  public static boolean isTerminal() {
    String term = System.getenv("TERM");
    return System.console() != null && term != null && !term.equals("dumb");
  }

  public String green(String text) {
    return paint("good", text);
  }

  public String red(String text) {
    return paint("bad", text);
  }

  public String yellow(String text) {
    return paint("unsure", text);
  }

  public String bold(String text) {
    return paint("head", text);
  }

  private String paint(String tone, String text) {
    return new Paint(enabled).tone(tone, text);
  }
}
