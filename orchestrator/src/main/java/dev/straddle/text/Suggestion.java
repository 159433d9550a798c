package dev.straddle.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a misspelt one was meant to be. */
public final class Suggestion {

  private static final int FARTHEST = 3;

  private Suggestion() {}

  /** The nearest known word, if any is near, else all of them, as the end of a sentence. */
  public static String among(String word, Collection<String> known) {
    return nearest(word, known)
        .map(k -> "did you mean '" + k + "'?")
        .orElse(known.isEmpty() ? "there are none" : "known: " + String.join(", ", known));
  }

  /** The nearest known word, if any is near; of equally near ones, one of the same length. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(k -> !k.equals(word))
        .filter(k -> distance(word, k) <= Math.min(FARTHEST, (k.length() + 1) / 2))
        .min(
            Comparator.<String>comparingInt(k -> distance(word, k))
                .thenComparingInt(k -> Math.abs(k.length() - word.length())));
  }

  /** Letters left out, added, changed, or swapped with the next; case ignored. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least =
        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
