package dev.straddle.verdict.evidence;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a look through a console for a few patterns brought.
 *
 * @param asked regular expressions that were looked for
 * @param first the first line in which each was found, without its line end
 */
public record ConsoleLines(List<String> asked, Map<String, String> first) {

  /** Nothing was looked for. */
  public static final ConsoleLines NONE = new ConsoleLines(List.of(), Map.of());

  public ConsoleLines {
    asked = List.copyOf(asked);
    first = Map.copyOf(first);
  }

  /** Whether the console was searched for this pattern. */
  public boolean lookedFor(String pattern) {
    return asked.contains(pattern);
  }

  /** The first line in which the pattern was found. */
  public Optional<String> firstWith(String pattern) {
    return Optional.ofNullable(first.get(pattern));
  }
}
