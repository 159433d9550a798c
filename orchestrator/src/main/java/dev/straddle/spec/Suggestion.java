package dev.straddle.spec;

import java.util.Collection;
import java.util.Comparator;
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

  /** The nearest known word, if any is near. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(k -> distance(word, k) <= Math.min(FARTHEST, (k.length() + 1) / 2))
        .min(Comparator.comparingInt(k -> distance(word, k)));
  }

  /** Levenshtein distance, case ignored. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted =
            diagonal
                + (Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1))
                    ? 0
                    : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
