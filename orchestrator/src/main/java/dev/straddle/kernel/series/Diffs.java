package dev.straddle.kernel.series;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Where the diff begins in a text, and how it may be read. */
final class Diffs {

  private Diffs() {}

  /** Where the first diff begins; the length of the text when there is none. */
  static int start(byte[] text) {
    int index = -1;
    for (int at = 0; at < text.length; at = next(text, at)) {
      if (begins(text, at, "diff --git ")) {
        return index >= 0 ? index : at;
      }
      if (begins(text, at, "--- ") && begins(text, next(text, at), "+++ ")) {
        return index >= 0 ? index : at;
      }
      if (begins(text, at, "Index: ") || begins(text, at, "diff -")) {
        index = index >= 0 ? index : at;
      } else if (index >= 0 && !begins(text, at, "=====") && !begins(text, at, "RCS file")) {
        index = begins(text, at, "retrieving") ? index : -1;
      }
    }
    return text.length;
  }

  /** Where the message above a diff ends: at {@code ---}, below which git reads none of it. */
  static int messageEnd(byte[] text, int diff) {
    for (int at = 0; at < diff; at = next(text, at)) {
      if (begins(text, at, "---")
          && new String(text, at, next(text, at) - at, StandardCharsets.ISO_8859_1)
              .strip()
              .equals("---")) {
        return at;
      }
    }
    return diff;
  }

  /**
   * Every way to read a diff, the likeliest first.
   *
   * @param returns whether returns were taken off its line ends already
   */
  static List<Mail.Reading> readings(byte[] diff, boolean returns) {
    if (diff.length == 0) {
      return List.of();
    }
    byte[] unix = LineEnds.unix(diff);
    if (unix == diff && !returns) {
      return List.of(new Mail.Reading(diff, ""));
    }
    return List.of(
        new Mail.Reading(unix, "read without the CR at its line ends"),
        new Mail.Reading(LineEnds.returned(unix), ""));
  }

  /** The diff without what mail programs put below it. */
  static byte[] withoutSignature(byte[] diff) {
    int cut = diff.length;
    for (int at = 0; at < diff.length; at = next(diff, at)) {
      if (begins(diff, at, "-- \n")) {
        cut = at;
      } else if (begins(diff, at, "@@ ") || begins(diff, at, "diff ")) {
        cut = diff.length;
      }
    }
    return Arrays.copyOf(diff, cut);
  }

  private static boolean begins(byte[] text, int at, String with) {
    if (at + with.length() > text.length) {
      return false;
    }
    for (int i = 0; i < with.length(); i++) {
      if (text[at + i] != with.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int next(byte[] text, int at) {
    int end = at;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return end + 1;
  }
}
