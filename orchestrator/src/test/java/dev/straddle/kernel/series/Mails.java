package dev.straddle.kernel.series;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Patches and mails for tests, on a file {@code lib/t.c} of forty lines. */
final class Mails {

  private Mails() {}

  static String tree() {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      text.append(line(i));
    }
    return text.toString();
  }

  private static String line(int number) {
    return "int line_" + number + "(void);\n";
  }

  /** Changes one line, with three lines of context. */
  static String diff(int number) {
    return "diff --git a/lib/t.c b/lib/t.c\nindex 1111111..2222222 100644\n" + plain(number);
  }

  static String plain(int number) {
    StringBuilder text = new StringBuilder("--- a/lib/t.c\n+++ b/lib/t.c\n");
    text.append(String.format("@@ -%1$d,7 +%1$d,7 @@ int above(void)\n", number - 3));
    for (int i = number - 3; i <= number + 3; i++) {
      text.append(i == number ? "-" : " ").append(line(i));
      if (i == number) {
        text.append("+int changed_").append(i).append("(void);\n");
      }
    }
    return text.toString();
  }

  static Builder mail(String subject) {
    return new Builder(subject);
  }

  /** One mail of an mbox. */
  static final class Builder {
    private final StringBuilder head = new StringBuilder();
    private String body = "Because.\n";
    private String encoding = "8bit";
    private String from = "A Developer <dev@example.org>";
    private final String subject;

    private Builder(String subject) {
      this.subject = subject;
    }

    Builder from(String author) {
      from = author;
      return this;
    }

    Builder id(String id) {
      head.append("Message-ID: <").append(id).append(">\n");
      return this;
    }

    Builder answers(String... ids) {
      head.append("In-Reply-To: <").append(ids[ids.length - 1]).append(">\nReferences:");
      for (String id : ids) {
        head.append(" <").append(id).append(">\n");
      }
      return this;
    }

    Builder header(String line) {
      head.append(line).append('\n');
      return this;
    }

    Builder body(String text) {
      body = text;
      return this;
    }

    Builder changing(int line) {
      return body(
          "Because.\n\nSigned-off-by: A\n---\n lib/t.c | 2 +-\n\n" + diff(line) + "-- \n2.39.5\n");
    }

    Builder base64() {
      encoding = "base64";
      return this;
    }

    String text() {
      String coded =
          encoding.equals("base64")
              ? Base64.getMimeEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)) + "\n"
              : body;
      return "From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: "
          + from
          + "\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nSubject: "
          + subject
          + "\n"
          + (head.indexOf("Content-T") < 0
              ? "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: "
                  + encoding
                  + "\n"
              : "")
          + head
          + "\n"
          + coded
          + "\n";
    }
  }
}
