package dev.straddle.findings.input;

import java.util.Optional;

/** Records of fields with names: one in each line as journalctl prints them, or logfmt's. */
final class NamedFields {

  private static final String[] MESSAGES = {" msg=", " message=", " MESSAGE=", " log="};

  private static final String[] OF_JOURNAL = {
    "_", "MESSAGE=", "PRIORITY=", "SYSLOG_", "SUBSYSTEM=", "DEVICE="
  };

  private NamedFields() {}

  /** Whether a field of logfmt begins there. */
  static boolean mayOpen(String line, int at) {
    int i = at;
    while (i < line.length() && isName(line.charAt(i))) {
      i++;
    }
    return i > at && i < line.length() && line.charAt(i) == '=';
  }

  static Optional<Envelope.Opened> open(String text) {
    int equals = text.indexOf('=');
    if (equals > 2 && isOfJournal(text, equals)) {
      boolean said = text.startsWith("MESSAGE=");
      return Optional.of(
          new Envelope.Opened(
              said ? Optional.of(text.substring(equals + 1)) : Optional.empty(),
              said,
              "journal fields"));
    }
    return mayOpen(text, 0) ? logfmt(text) : Optional.empty();
  }

  private static Optional<Envelope.Opened> logfmt(String text) {
    String fields = " " + text;
    for (String message : MESSAGES) {
      int at = fields.indexOf(message);
      int value = at + message.length();
      if (at >= 0 && value < fields.length() && "\"'".indexOf(fields.charAt(value)) >= 0) {
        String said =
            fields.charAt(value) == '"'
                ? JsonText.unescaped(fields, value + 1)
                : QuotedText.unquoted(fields.substring(value));
        return Optional.of(new Envelope.Opened(Optional.of(said), false, "fields"));
      }
    }
    return Optional.empty();
  }

  private static boolean isName(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "_.-".indexOf(c) >= 0;
  }

  private static boolean isOfJournal(String text, int equals) {
    for (int i = 0; i < equals; i++) {
      char c = text.charAt(i);
      if (!(c >= 'A' && c <= 'Z' || c == '_' || i > 0 && c >= '0' && c <= '9')) {
        return false;
      }
    }
    for (String field : OF_JOURNAL) {
      if (text.startsWith(field)) {
        return true;
      }
    }
    return false;
  }
}
