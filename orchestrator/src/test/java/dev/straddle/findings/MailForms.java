package dev.straddle.findings;

import static dev.straddle.findings.FormText.page;

import dev.straddle.findings.LogForms.Form;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What mail programs make of a log, and what archives leave of that. */
final class MailForms {

  private static final String HEAD =
      "From: Jane Doe <jane@example.org>\n"
          + "Date: Wed, 1 May 2024 08:00:01 +0200\n"
          + "Message-ID: <1@example.org>\n"
          + "Subject: Re: it hangs\n\n"
          + "On Wed, May 01, 2024 at 08:00:01AM +0200, John Doe wrote:\n";

  private MailForms() {}

  static void addTo(Map<String, Form> forms) {
    page(forms, "mail, quoted", s -> HEAD + s.replaceAll("(?m)^", "> ") + "\nSame here.\n");
    page(
        forms,
        "mail, quoted and wrapped by who answers",
        s -> HEAD + wrapped(s.replaceAll("(?m)^", "> "), 74, "") + "\nSame here.\n");
    page(
        forms,
        "mail, wrapped, then quoted",
        s -> HEAD + wrapped(s, 72, "").replaceAll("(?m)^", "> ") + "\nSame here.\n");
    page(
        forms,
        "mail, wrapped, quoted, wrapped",
        s -> HEAD + wrapped(wrapped(s, 76, "").replaceAll("(?m)^", ">> "), 76, "") + "\n");
    page(forms, "mail, names before quotes", s -> HEAD + s.replaceAll("(?m)^", "JD> "));
    page(forms, "mail, names and blanks", s -> HEAD + s.replaceAll("(?m)^", " JD> > "));
    page(forms, "mail, blanks between quotes", s -> HEAD + s.replaceAll("(?m)^", ">  > "));
    page(forms, "mail, signed", s -> HEAD + s.replaceAll("(?m)^-", "- -"));
    page(
        forms,
        "quoted-printable left over",
        s -> HEAD + soft(s.replace("=", "=3D").replace("  ", "=20 ")));
    page(forms, "soft breaks left over", s -> HEAD + soft(s));
    page(forms, "entities left over", s -> HEAD + FormText.html(s).replace("  ", "&nbsp; "));
    page(forms, "stuffed with blanks", s -> HEAD + s.replaceAll("(?m)^ ", "  "));
    page(forms, "blanks collapsed", s -> HEAD + s.replaceAll(" +", " ").replaceAll("(?m)^ ", ""));
    page(forms, "tabs for blanks", s -> HEAD + s.replaceAll(" {2,}", "\t"));
    page(forms, "mail, wrapped at 65", s -> HEAD + wrapped(s, 65, ""));
    page(forms, "mail, wrapped at 78", s -> HEAD + wrapped(s, 78, ""));
    page(forms, "mail, wrapped with an indent", s -> HEAD + wrapped(s, 72, "    "));
    page(
        forms,
        "mail, wrapped, a blank line between",
        s -> HEAD + wrapped(s, 76, "").replace("\n", "\n\n"));
    syslog(forms, "mail, syslog quoted and wrapped", 76, "> ", "> ");
    syslog(forms, "mail, syslog wrapped at 72", 72, "", "");
    syslog(forms, "mail, syslog quoted, wrapped by who answers", 74, "> ", "");
    syslog(forms, "mail, syslog wrapped with an indent", 78, "", "  ");
    syslog(forms, "mail, syslog wrapped with a tab", 78, "", "\t");
  }

  private static void syslog(
      Map<String, Form> forms, String name, int width, String quote, String rest) {
    forms.put(
        name,
        new Form(
            false,
            lines ->
                (HEAD
                        + FormText.ofKernel(
                            lines,
                            l ->
                                FormText.wrapped(
                                    quote + "May  1 " + l.clock() + " host kernel: " + l.plain(),
                                    width,
                                    rest)))
                    .getBytes(StandardCharsets.UTF_8)));
  }

  private static String wrapped(String text, int width, String prefix) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n")) {
      out.append(FormText.wrapped(line, width, prefix)).append('\n');
    }
    return out.toString();
  }

  private static String soft(String text) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n")) {
      String rest = line;
      while (rest.length() > 75) {
        out.append(rest, 0, 75).append("=\n");
        rest = rest.substring(75);
      }
      out.append(rest).append('\n');
    }
    return out.toString();
  }
}
