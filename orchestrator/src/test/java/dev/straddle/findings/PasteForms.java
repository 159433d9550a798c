package dev.straddle.findings;

import static dev.straddle.findings.FormText.console;
import static dev.straddle.findings.FormText.kernelOnly;
import static dev.straddle.findings.FormText.page;

import dev.straddle.findings.LogForms.Form;
import dev.straddle.findings.LogForms.Line;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What bug trackers, chats, editors and viewers make of a console. */
final class PasteForms {

  private PasteForms() {}

  static void addTo(Map<String, Form> forms) {
    page(forms, "Markdown fences", s -> "It crashed:\n\n```console\n" + s + "```\n\nAny idea?\n");
    page(forms, "a fence in the line", s -> "It crashed: ```" + s + "```\n");
    page(forms, "Jira", s -> "It crashed: {noformat}" + s + "{noformat}\n");
    page(forms, "BBCode", s -> "[quote=\"me\"][code]" + s + "[/code][/quote]\n");
    page(
        forms,
        "Slack",
        s -> "Jane Doe  8:00 AM\nlook at this\n" + s + "8:02\nThe guest is gone.\n1 reply\n");
    page(
        forms,
        "Bugzilla",
        s ->
            "(In reply to Jane Doe from comment #3)\n"
                + s.replaceAll("(?m)^", "> ")
                + "\nSame here.\n");
    page(
        forms,
        "list archive",
        s ->
            "<html><body><pre id=b>Hi,\n<span class=\"q\">"
                + FormText.html(s).replaceAll("(?m)^", "&gt; ")
                + "</span>\nThanks</pre></body></html>\n");
    page(forms, "padded by a terminal", s -> s.replaceAll("(?m)$", "            "));
    page(forms, "flowed", PasteForms::flowed);
    page(forms, "cat -A", s -> s.replace("\t", "^I").replaceAll("(?m)$", "\\$"));
    page(forms, "carriage returns spelled", s -> s.replaceAll("(?m)$", "^M"));
    page(forms, "carriage returns alone", s -> s.replace('\n', '\r'));
    page(forms, "line separators", s -> s.replace('\n', '\u2028'));
    page(forms, "NUL bytes at the end", s -> s + "\0".repeat(5000));
    page(forms, "mojibake", s -> s.replace("  ", "\u00c2\u00a0 "));
    page(forms, "one string of JSON", s -> "    \"Output\": " + FormText.quoted(s) + "\n");
    console(forms, "bat", l -> String.format("%5d   \u2502 ", l.seconds()));
    console(forms, "editor", l -> String.format("%5d | ", l.seconds()));
    console(forms, "numbered with noughts", l -> String.format("%06d: ", l.seconds()));
    console(forms, "numbered with brackets", l -> l.seconds() + 1 + ") ");
    console(forms, "diff, added", l -> "+");
    console(forms, "diff, removed", l -> "-");
    console(forms, "diff, the same", l -> " ");
    console(forms, "diff, old style", l -> "< ");
    console(forms, "list", l -> "* ");
    console(forms, "screen of a screen", l -> "\u2502 ");
    kernelOnly(forms, "cut -c", l -> l.fraction().substring(2) + "] " + l.text());
    forms.put("pstore, parts reversed", new Form(false, PasteForms::reversedParts));
    forms.put("mail with HTML", new Form(true, PasteForms::htmlMail));
    forms.put("mail with an attachment", new Form(true, PasteForms::attachment));
  }

  /** RFC 3676: a blank at the end says that the line goes on. */
  private static String flowed(String text) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n")) {
      out.append(FormText.wrapped(line, 72, "").replace("\n", " \n")).append('\n');
    }
    return out.toString();
  }

  /** The last part is written first. */
  private static byte[] reversedParts(List<Line> lines) {
    List<Line> kernel = lines.stream().filter(Line::kernel).toList();
    StringBuilder out = new StringBuilder();
    int part = 1;
    for (int end = kernel.size(); end > 0; end -= 14) {
      List<Line> of = kernel.subList(Math.max(0, end - 14), end);
      out.append("Panic#1 Part").append(part++).append('\n');
      out.append(FormText.string(of, l -> "<4>" + l.plain()));
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] htmlMail(List<Line> lines) {
    String body =
        "<html><body>"
            + FormText.string(lines, l -> "<div>" + FormText.html(l.plain()) + "<br></div>")
            + "</body></html>";
    return ContainerForms.mail("quoted-printable", ContainerForms.quotedPrintable(body));
  }

  private static byte[] attachment(List<Line> lines) {
    String text =
        java.util.Base64.getMimeEncoder(76, new byte[] {'\n'})
            .encodeToString(FormText.string(lines, Line::plain).getBytes(StandardCharsets.UTF_8));
    return ("From me@example.org Wed May  1 08:00:00 2024\n"
            + "Subject: it hangs\n"
            + "Content-Type: multipart/mixed; boundary=\"=_5f3a\"\n\n"
            + "--=_5f3a\nContent-Type: text/plain\n\nThe log is attached.\n\n"
            + "--=_5f3a\n"
            + "Content-Type: text/x-log; name=\"dmesg.txt\"\n"
            + "Content-Transfer-Encoding: base64\n"
            + "Content-Disposition: attachment; filename=\"dmesg.txt\"\n\n"
            + text
            + "\n--=_5f3a--\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
