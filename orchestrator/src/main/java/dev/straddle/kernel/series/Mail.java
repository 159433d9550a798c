package dev.straddle.kernel.series;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One patch as git writes it into a mail, or a bare diff.
 *
 * @param text as it stands in the file
 * @param isMail whether {@code git am} can read it
 * @param subject without the {@code [PATCH …]} in front; empty for a bare diff
 * @param body decoded
 */
record Mail(byte[] text, boolean isMail, String subject, String body) {

  private static final Pattern FROM_LINE =
      Pattern.compile("From \\S+ +\\w{3} \\w{3} +\\d{1,2} \\d\\d:\\d\\d:\\d\\d \\d{4}.*");
  private static final Pattern HEX = Pattern.compile("=[0-9A-Fa-f]{2}");
  private static final Pattern HEADER = Pattern.compile("([A-Za-z-]+):\\s*(.*)");

  /** Takes an mbox apart; anything else is one piece. */
  static List<Mail> split(byte[] content) {
    String all = new String(content, StandardCharsets.ISO_8859_1);
    List<Mail> mails = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    boolean afterEmpty = true;
    for (String line : all.split("(?<=\n)")) {
      if (afterEmpty && FROM_LINE.matcher(line.strip()).matches() && current.length() > 0) {
        mails.add(parse(current.toString()));
        current.setLength(0);
      }
      current.append(line);
      afterEmpty = line.isBlank();
    }
    mails.add(parse(current.toString()));
    return mails;
  }

  /** Whether it changes any file; a cover letter does not. */
  boolean isPatch() {
    return body.lines().anyMatch(line -> line.startsWith("+++ ") || line.startsWith("diff --git "));
  }

  private static Mail parse(String latin) {
    byte[] text = latin.getBytes(StandardCharsets.ISO_8859_1);
    String[] lines = latin.split("\n", -1);
    int at = 0;
    if (FROM_LINE.matcher(lines[0].strip()).matches()) {
      at = 1;
    }
    String subject = "";
    String encoding = "";
    boolean from = false;
    String last = "";
    int end = at;
    for (; end < lines.length && !lines[end].isBlank(); end++) {
      String line = lines[end].stripTrailing();
      Matcher header = HEADER.matcher(line);
      if (header.matches()) {
        last = header.group(1).toLowerCase(Locale.ROOT);
        switch (last) {
          case "subject" -> subject = header.group(2);
          case "content-transfer-encoding" -> encoding = header.group(2).strip();
          case "from" -> from = true;
          default -> {
            // Other headers are for git am.
          }
        }
      } else if (line.startsWith(" ") && last.equals("subject")) {
        subject += " " + line.strip();
      }
    }
    boolean mail = from && !subject.isEmpty();
    String raw =
        String.join("\n", List.of(lines).subList(Math.min(end, lines.length), lines.length));
    String body = mail ? decode(raw, encoding) : new String(text, StandardCharsets.UTF_8);
    return new Mail(text, mail, subject.replaceFirst("^\\[[^]]*]\\s*", ""), body);
  }

  private static String decode(String raw, String encoding) {
    byte[] bytes =
        switch (encoding.toLowerCase(Locale.ROOT)) {
          case "base64" -> Base64.getMimeDecoder().decode(raw);
          case "quoted-printable" -> quotedPrintable(raw);
          default -> raw.getBytes(StandardCharsets.ISO_8859_1);
        };
    return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private static byte[] quotedPrintable(String raw) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '=') {
        out.write(c);
      } else if (raw.startsWith("=\r\n", i)) {
        i += 2;
      } else if (raw.startsWith("=\n", i)) {
        i += 1;
      } else if (HEX.matcher(raw).region(i, raw.length()).lookingAt()) {
        out.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        out.write(c);
      }
    }
    return out.toByteArray();
  }
}
