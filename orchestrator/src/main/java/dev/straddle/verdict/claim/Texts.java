package dev.straddle.verdict.claim;

import java.util.List;
import java.util.stream.Collectors;

/** Lists as evidence has them. */
final class Texts {

  private Texts() {}

  static String list(List<?> items) {
    return items.isEmpty()
        ? "none"
        : items.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
