package dev.straddle.findings;

import dev.straddle.findings.LogForms.Form;
import dev.straddle.findings.LogForms.Line;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Records, pages and mails that a console lies in. */
final class ContainerForms {

  private ContainerForms() {}

  static void addTo(Map<String, Form> forms) {
    FormText.kernelOnly(
        forms,
        "journalctl -o json",
        l ->
            "{\"PRIORITY\":\"4\",\"_TRANSPORT\":\"kernel\",\"MESSAGE\":"
                + FormText.quoted(l.text())
                + ",\"_HOSTNAME\":\"host\"}");
    FormText.kernelOnly(
        forms,
        "journalctl -o json-pretty",
        l ->
            "{\n\t\"_TRANSPORT\" : \"kernel\",\n\t\"MESSAGE\" : "
                + FormText.quoted(l.text())
                + ",\n\t\"PRIORITY\" : \"4\"\n}");
    FormText.kernelOnly(
        forms,
        "journalctl -o json-sse",
        l -> "data: {\"_TRANSPORT\":\"kernel\",\"MESSAGE\":" + FormText.quoted(l.text()) + "}\n");
    FormText.kernelOnly(
        forms,
        "journalctl -o export",
        l -> "__CURSOR=s=1\n_TRANSPORT=kernel\nPRIORITY=4\nMESSAGE=" + l.text() + "\n");
    FormText.kernelOnly(
        forms,
        "journalctl -o verbose",
        l ->
            "Wed 2024-05-01 "
                + l.clock()
                + ".123456 UTC [s=1;i=2;b=3]\n    _TRANSPORT=kernel\n    PRIORITY=4\n    MESSAGE="
                + l.text());
    FormText.console(forms, "docker json-file", l -> "");
    forms.put(
        "docker json-file",
        new Form(
            true,
            lines ->
                FormText.text(
                    lines,
                    l ->
                        "{\"log\":"
                            + FormText.quoted(l.plain() + "\n")
                            + ",\"stream\":\"stdout\",\"time\":\"2024-05-01T08:00:00Z\"}")));
    forms.put(
        "HTML with br",
        new Form(
            true,
            lines ->
                ("<html><body><pre>"
                        + FormText.string(lines, l -> FormText.html(l.plain()) + "<br>")
                        + "</pre>")
                    .getBytes(StandardCharsets.UTF_8)));
    forms.put(
        "HTML in one line",
        new Form(
            true,
            lines ->
                ("<p>"
                        + FormText.string(lines, l -> FormText.html(l.plain()) + "<br/>")
                            .replace("\n", "")
                        + "</p>")
                    .getBytes(StandardCharsets.UTF_8)));
    forms.put(
        "HTML with spans",
        new Form(
            true,
            lines ->
                FormText.text(
                    lines,
                    l ->
                        "<span class=\"line\">"
                            + FormText.html(l.plain())
                                .replaceFirst("(\\[ *[0-9.]+\\])", "<b>$1</b>")
                            + "</span>")));
    forms.put(
        "UTF-16LE",
        new Form(true, lines -> FormText.encoded(lines, StandardCharsets.UTF_16LE, "\ufeff")));
    forms.put(
        "UTF-16LE without BOM",
        new Form(true, lines -> FormText.encoded(lines, StandardCharsets.UTF_16LE, "")));
    forms.put(
        "UTF-16BE",
        new Form(true, lines -> FormText.encoded(lines, StandardCharsets.UTF_16BE, "\ufeff")));
    forms.put(
        "UTF-8 with BOM",
        new Form(true, lines -> FormText.encoded(lines, StandardCharsets.UTF_8, "\ufeff")));
    forms.put(
        "quoted-printable mail",
        new Form(
            true,
            lines ->
                mail("quoted-printable", quotedPrintable(FormText.string(lines, Line::plain)))));
    forms.put(
        "base64 mail",
        new Form(
            true,
            lines ->
                mail(
                    "base64",
                    Base64.getMimeEncoder(76, new byte[] {'\n'})
                        .encodeToString(
                            FormText.string(lines, Line::plain)
                                .getBytes(StandardCharsets.UTF_8)))));
  }

  static byte[] mail(String encoding, String body) {
    return ("From me@example.org Wed May  1 08:00:00 2024\n"
            + "Subject: it hangs\n"
            + "Content-Type: text/plain\n"
            + "Content-Transfer-Encoding: "
            + encoding
            + "\n\n"
            + body
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  static String quotedPrintable(String text) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      String rest = line.replace("=", "=3D");
      while (rest.length() > 76) {
        int cut = rest.charAt(74) == '=' ? 74 : rest.charAt(73) == '=' ? 73 : 75;
        out.append(rest, 0, cut).append("=\n");
        rest = rest.substring(cut);
      }
      out.append(rest).append('\n');
    }
    return out.toString();
  }
}
