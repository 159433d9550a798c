package dev.straddle.findings.input;

import java.util.Set;

/** What single words of a prefix look like: times, dates, names of hosts and programs. */
final class Token {

  /** Zones and halves of the day that may follow a time. */
  private static final Set<String> ZONES =
      Set.of(
          "UTC", "GMT", "AM", "PM", "am", "pm", "CET", "CEST", "EST", "EDT", "PST", "PDT", "MST",
          "MDT", "CST", "CDT", "BST", "IST", "JST", "KST", "MSK", "EET", "EEST", "WET", "WEST",
          "AEST", "AEDT", "HKT", "SGT", "NZST", "NZDT", "BRT", "WIB", "PKT");

  private static final int LONGEST_WORD = 14;
  private static final int LONGEST_HOST = 64;

  private Token() {}

  /** {@code 12:00}, {@code 12:00:00.123+02:00}, or a date and a time in one word. */
  static boolean isTime(String word) {
    String text = word.endsWith(":") || word.endsWith(",") ? cut(word) : word;
    int at = 0;
    int date = text.indexOf('T') > 0 ? text.indexOf('T') : text.indexOf('_');
    if (date > 0) {
      if (!isDate(text.substring(0, date))) {
        return false;
      }
      at = date + 1;
    } else if (text.length() > 11 && text.charAt(10) == '-' && isDate(text.substring(0, 10))) {
      at = 11;
    } else if (text.length() > 11 && text.charAt(10) == ':' && isDate(text.substring(0, 10))) {
      at = 11;
    }
    int hours = digits(text, at);
    if (hours < 1 || hours > 2) {
      return false;
    }
    at += hours;
    int parts = 0;
    while (at < text.length() && text.charAt(at) == ':' && digits(text, at + 1) == 2) {
      at += 3;
      parts++;
    }
    if (parts == 0 || parts > 2) {
      return false;
    }
    if (at < text.length() && (".,:".indexOf(text.charAt(at)) >= 0) && digits(text, at + 1) > 0) {
      at += 1 + digits(text, at + 1);
    }
    return isZone(text.substring(at));
  }

  private static boolean isZone(String rest) {
    if (rest.isEmpty() || rest.equals("Z") || ZONES.contains(rest)) {
      return true;
    }
    String digits = rest.substring(1).replace(":", "");
    return "+-".indexOf(rest.charAt(0)) >= 0
        && digits.length() >= 2
        && digits.length() <= 4
        && digits(digits, 0) == digits.length();
  }

  /** What may follow a time: a zone, half of the day, a year. */
  static boolean followsTime(String word) {
    String text = word.endsWith(":") || word.endsWith(",") ? cut(word) : word;
    return ZONES.contains(text)
        || text.length() == 5 && "+-".indexOf(text.charAt(0)) >= 0 && digits(text, 1) == 4
        || text.length() == 4
            && digits(text, 0) == 4
            && (text.startsWith("20") || text.startsWith("19"));
  }

  /** {@code 2024-05-01}, {@code 1.5.2024}, {@code 05/01}. */
  static boolean isDate(String word) {
    int separators = 0;
    int digits = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (Character.isDigit(c)) {
        digits++;
      } else if (".-/".indexOf(c) >= 0) {
        separators++;
      } else {
        return false;
      }
    }
    return digits >= 2 && digits <= 8 && separators >= 1 && separators <= 3;
  }

  /** A part of a date before a time: day, month, year, in any language. */
  static boolean mayBeOfDate(String word) {
    boolean letterOrDigit = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean ok =
          Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
      letterOrDigit |= ok;
      if (!ok && ".,-/".indexOf(c) < 0) {
        return false;
      }
    }
    return letterOrDigit && word.length() <= LONGEST_WORD;
  }

  /** {@code 0:} and {@code W/kernel}, where logcat has a line of its own for all that. */
  static boolean isOfLogcat(String word) {
    boolean level = word.length() > 2 && word.charAt(1) == '/';
    return level && "VDIWEFS".indexOf(word.charAt(0)) >= 0
        || word.endsWith(":") && word.length() > 1 && isNumber(cut(word));
  }

  static boolean hasDigit(String word) {
    return word.chars().anyMatch(Character::isDigit);
  }

  /** Seconds with a fraction of at least three digits, perhaps with a colon behind. */
  static boolean isSeconds(String word) {
    // A mark of exclamation is what a program made of a bracket.
    String text = word.endsWith(":") || word.endsWith("!") ? cut(word) : word;
    int whole = digits(text, 0);
    if (whole < 1 || whole > 10 || whole >= text.length() || ".,".indexOf(text.charAt(whole)) < 0) {
      return false;
    }
    int fraction = digits(text, whole + 1);
    return fraction >= 3 && fraction <= 9 && whole + 1 + fraction == text.length();
  }

  static boolean isHost(String word) {
    if (word.isEmpty() || word.length() > LONGEST_HOST) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (!Character.isLetterOrDigit(c) && "._-@/()[]*".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code kernel:} as the name of who speaks, in the spellings of log daemons. */
  static boolean isKernel(String word) {
    if (!word.startsWith("kernel") && !word.startsWith("vmunix") && !word.startsWith("klogd")) {
      return false;
    }
    String rest = word.substring(word.startsWith("klogd") ? 5 : 6);
    return rest.equals(":") || rest.matches("[\\[(][0-9]{1,8}[\\])]:");
  }

  /** {@code name[pid]:}. */
  static boolean isProgram(String word) {
    int open = word.indexOf('[');
    return open > 0
        && word.endsWith("]:")
        && digits(word, open + 1) == word.length() - open - 3
        && digits(word, open + 1) > 0;
  }

  /** How many digits stand there. */
  static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return Math.max(0, at - from);
  }

  static boolean isNumber(String text) {
    return digits(text, 0) == text.length();
  }

  static boolean isHex(String text) {
    return text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private static String cut(String word) {
    return word.substring(0, word.length() - 1);
  }
}
