package dev.straddle.findings.input;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Reads mails in a log: undoes their transfer encodings, and passes over their headers and the
 * patches in them, whose lines are source code.
 */
final class MailText {

  /** Texts that a line holds where this class must see all lines that follow. */
  static final List<String> SIGNS =
      List.of("ransfer-Encoding: ", "ransfer-encoding: ", "diff --git ", "--- a/");

  private static final String ENCODING = "content-transfer-encoding:";
  private static final String QUOTED_PRINTABLE = "quoted-printable";
  private static final String BASE64 = "base64";

  private static final List<String> HEADERS =
      List.of(
          "subject:",
          "from:",
          "to:",
          "cc:",
          "bcc:",
          "date:",
          "message-id:",
          "references:",
          "in-reply-to:",
          "received:",
          "reply-to:",
          "sender:",
          "return-path:",
          "delivered-to:",
          "list-id:",
          "mime-version:",
          "content-type:",
          "user-agent:",
          "reported-by:",
          "tested-by:",
          "reviewed-by:",
          "acked-by:",
          "signed-off-by:",
          "suggested-by:",
          "fixes:",
          "closes:",
          "link:");

  /** Of these, what other texts than mails begin with too. */
  private static final List<String> OF_ANY_TEXT =
      List.of("to:", "date:", "fixes:", "closes:", "link:", "sender:");

  private static final int SHORTEST_BOUNDARY = 12;

  /** Where programs break lines of quoted-printable text. */
  private static final int SHORTEST_SOFT = 70;

  private static final int LONGEST_SOFT = 76;
  private static final int MOST_HELD = 1 << 13;

  /** Lines behind the last of a patch after which all lines are no longer asked for. */
  private static final int PATCH_REACH = 60;

  private enum Encoding {
    NONE,
    QUOTED_PRINTABLE,
    BASE64
  }

  private Encoding announced = Encoding.NONE;
  private Encoding encoding = Encoding.NONE;
  private String held = "";
  private final StringBuilder decoded = new StringBuilder();
  private int removedLeft;
  private int addedLeft;
  private int patchLines;
  private boolean mail;

  /** Whether an archive left the encoding as it was, and took its announcement away. */
  private boolean leftOver;

  /** Whether what follows must be seen whole. */
  boolean wantsAll() {
    return encoding != Encoding.NONE
        || announced != Encoding.NONE
        || patchLines > 0
        || !held.isEmpty();
  }

  /** Whether a mail was seen: what is pasted into one is no console. */
  boolean isMail() {
    return mail;
  }

  /** The lines of text that this line of the mail completes. */
  List<String> decode(String line) {
    String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    if (text.regionMatches(true, 0, ENCODING, 0, ENCODING.length())) {
      String name = text.substring(ENCODING.length()).strip().toLowerCase(Locale.ROOT);
      announced =
          name.startsWith(QUOTED_PRINTABLE)
              ? Encoding.QUOTED_PRINTABLE
              : name.startsWith(BASE64) ? Encoding.BASE64 : Encoding.NONE;
      encoding = Encoding.NONE;
      mail = true;
      return List.of();
    }
    if (announced != Encoding.NONE && text.isEmpty()) {
      encoding = announced;
      announced = Encoding.NONE;
      return List.of();
    }
    return switch (encoding) {
      case NONE -> leftOver(text);
      case QUOTED_PRINTABLE -> quotedPrintable(text);
      case BASE64 -> base64(text);
    };
  }

  /** What was held back when the log ended. */
  List<String> finish() {
    List<String> rest = new ArrayList<>();
    if (!held.isEmpty()) {
      rest.add(held);
    }
    if (decoded.length() > 0) {
      rest.add(decoded.toString());
    }
    held = "";
    decoded.setLength(0);
    return rest;
  }

  /** Whether the line ends a part of the mail, or the mail; not the rules that kernels draw. */
  private static boolean ends(String line) {
    return line.startsWith("--")
            && line.length() > SHORTEST_BOUNDARY
            && line.indexOf(' ') < 0
            && line.chars().anyMatch(Character::isLetterOrDigit)
        || line.startsWith("From ") && line.indexOf(':') > 0;
  }

  private List<String> quotedPrintable(String line) {
    if (ends(line)) {
      encoding = Encoding.NONE;
      List<String> rest = finish();
      rest.add(line);
      return rest;
    }
    boolean soft = line.endsWith("=");
    String part = unquoted(soft ? line.substring(0, line.length() - 1) : line);
    held = held + part;
    if (soft && held.length() < MOST_HELD) {
      return List.of();
    }
    String whole = held;
    held = "";
    return List.of(whole);
  }

  /** The same without an announcement, as far as it shows. */
  private List<String> leftOver(String line) {
    leftOver |= line.contains("=3D");
    boolean soft =
        line.endsWith("=")
            && line.length() >= SHORTEST_SOFT
            && line.length() <= LONGEST_SOFT
            && !line.endsWith("==");
    if (!soft && !leftOver && held.isEmpty()) {
      return List.of(line);
    }
    String part = soft ? line.substring(0, line.length() - 1) : line;
    held += leftOver ? unquoted(part) : part;
    if (soft && held.length() < MOST_HELD) {
      return List.of();
    }
    String whole = held;
    held = "";
    return List.of(whole);
  }

  private static String unquoted(String line) {
    if (line.indexOf('=') < 0) {
      return line;
    }
    byte[] out = new byte[line.length() * 3];
    int n = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      int high = c == '=' && i + 2 < line.length() ? Character.digit(line.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(line.charAt(i + 2), 16) : -1;
      if (low >= 0) {
        out[n++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
          out[n++] = b;
        }
      }
    }
    return new String(out, 0, n, StandardCharsets.UTF_8);
  }

  private List<String> base64(String line) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(line.strip());
    } catch (IllegalArgumentException e) {
      encoding = Encoding.NONE;
      List<String> rest = finish();
      rest.add(line);
      return rest;
    }
    decoded.append(new String(bytes, StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int feed = decoded.indexOf("\n"); feed >= 0; feed = decoded.indexOf("\n", from)) {
      lines.add(decoded.substring(from, feed));
      from = feed + 1;
    }
    decoded.delete(0, from);
    if (decoded.length() > MOST_HELD) {
      lines.add(decoded.toString());
      decoded.setLength(0);
    }
    return lines;
  }

  /** Whether the line, without its quotes, is part of a patch or a header of a mail. */
  boolean isForeign(String line) {
    return inPatch(line) || isHeader(line);
  }

  private boolean inPatch(String line) {
    if (patchLines > 0) {
      patchLines--;
    }
    if (removedLeft > 0 || addedLeft > 0) {
      char sign = line.isEmpty() ? ' ' : line.charAt(0);
      patchLines = PATCH_REACH;
      switch (sign) {
        case '+' -> addedLeft--;
        case '-' -> removedLeft--;
        case ' ', '\t' -> {
          addedLeft--;
          removedLeft--;
        }
        case '\\' -> {}
        default -> {
          // Not of the patch: a reply between its lines, or the patch was cut.
          removedLeft--;
          addedLeft--;
          return false;
        }
      }
      return true;
    }
    if (line.startsWith("@@ -") && patchLines > 0) {
      return hunk(line);
    }
    if (line.startsWith("diff --git ") || line.startsWith("--- a/") || line.startsWith("+++ ")) {
      patchLines = PATCH_REACH;
      return true;
    }
    return false;
  }

  private boolean hunk(String line) {
    int plus = line.indexOf('+');
    if (plus < 0) {
      return false;
    }
    removedLeft = length(line, 4);
    addedLeft = length(line, plus + 1);
    patchLines = PATCH_REACH;
    return true;
  }

  /** The second number of {@code 12,7}; one when it is not there. */
  private static int length(String line, int from) {
    int comma = from + Token.digits(line, from);
    if (comma >= line.length() || line.charAt(comma) != ',') {
      return 1;
    }
    int digits = Token.digits(line, comma + 1);
    return digits == 0 || digits > 6
        ? 1
        : Integer.parseInt(line.substring(comma + 1, comma + 1 + digits));
  }

  private boolean isHeader(String line) {
    int colon = line.indexOf(':');
    if (colon < 2 || colon > 16) {
      return false;
    }
    String name = line.substring(0, colon + 1).toLowerCase(Locale.ROOT);
    if (!HEADERS.contains(name)) {
      return false;
    }
    mail |= !name.endsWith("-by:") && !OF_ANY_TEXT.contains(name);
    return true;
  }
}
