package dev.straddle.text;

/** Colours for a terminal, or none. */
public record Paint(boolean colour) {

  private static final String RESET = "\u001b[0m";

  /** The text in the colour of its tone: {@code good}, {@code bad}, {@code unsure}, or plain. */
  public String tone(String tone, String text) {
    if (!colour || text.isEmpty()) {
      return text;
    }
    return switch (tone) {
      case "good" -> "\u001b[32m" + text + RESET;
      case "bad" -> "\u001b[31m" + text + RESET;
      case "unsure" -> "\u001b[33m" + text + RESET;
      case "head" -> "\u001b[1m" + text + RESET;
      default -> text;
    };
  }
}
