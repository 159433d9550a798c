package dev.straddle.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words for a POSIX shell. */
public final class Shell {

  private Shell() {}

  /** The word as a shell reads it back, in single quotes unless it needs none. */
  public static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : always(word);
  }

  /** A command; its first word is in quotes, or it might be a keyword or an assignment. */
  public static String line(List<String> words) {
    return Stream.concat(
            words.stream().limit(1).map(Shell::always), words.stream().skip(1).map(Shell::quoted))
        .collect(Collectors.joining(" "));
  }

  private static String always(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
