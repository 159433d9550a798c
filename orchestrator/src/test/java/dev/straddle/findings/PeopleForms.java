package dev.straddle.findings;

import dev.straddle.findings.LogForms.Form;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What becomes of a console between people. */
final class PeopleForms {

  private PeopleForms() {}

  static void addTo(Map<String, Form> forms) {
    FormText.console(forms, "quoted", l -> "> ");
    FormText.console(forms, "quoted without blank", l -> ">");
    FormText.console(forms, "quoted thrice", l -> "> > > ");
    FormText.console(forms, "quoted densely", l -> ">>> ");
    FormText.console(forms, "bar", l -> "| ");
    FormText.console(forms, "indented", l -> "    ");
    FormText.console(forms, "tab", l -> "\t");
    forms.put(
        "quoted without stamps",
        new Form(false, lines -> FormText.text(lines, l -> l.kernel() ? "> " + l.text() : null)));
    forms.put(
        "indented without stamps",
        new Form(false, lines -> FormText.text(lines, l -> l.kernel() ? "    " + l.text() : null)));
    forms.put("CRLF", new Form(true, lines -> FormText.text(lines, l -> l.plain() + "\r")));
    forms.put("CR CR LF", new Form(true, lines -> FormText.text(lines, l -> l.plain() + "\r\r")));
    forms.put(
        "doubled line ends", new Form(true, lines -> FormText.text(lines, l -> l.plain() + "\n")));
    forms.put(
        "doubled line ends, no stamps",
        new Form(false, lines -> FormText.text(lines, l -> l.kernel() ? l.text() + "\n" : null)));
    forms.put(
        "non-breaking blanks",
        new Form(true, lines -> FormText.text(lines, l -> l.plain().replace(' ', '\u00a0'))));
    forms.put(
        "one stamp in prose",
        new Form(
            false,
            lines ->
                ("It hung at [   12.345678] and then\n\n"
                        + FormText.string(lines, l -> l.kernel() ? l.text() : null))
                    .getBytes(StandardCharsets.UTF_8)));
    forms.put(
        "stamps on half of the lines",
        new Form(
            false,
            lines ->
                FormText.text(
                    lines, l -> !l.kernel() ? null : l.micros() % 2 == 0 ? l.plain() : l.text())));
    forms.put(
        "wrapped at 72",
        new Form(
            false,
            lines ->
                FormText.text(
                    lines, l -> l.kernel() ? FormText.wrapped(l.plain(), 72, "") : null)));
    forms.put(
        "wrapped at 80",
        new Form(
            false,
            lines ->
                FormText.text(
                    lines, l -> l.kernel() ? FormText.wrapped(l.plain(), 80, "") : null)));
    forms.put(
        "wrapped at 76, quoted",
        new Form(
            false,
            lines ->
                FormText.text(
                    lines, l -> l.kernel() ? FormText.wrapped("> " + l.plain(), 76, "> ") : null)));
    forms.put(
        "wrapped at 76, no stamps",
        new Form(
            false,
            lines ->
                FormText.text(lines, l -> l.kernel() ? FormText.wrapped(l.text(), 76, "") : null)));
    forms.put(
        "wrapped at 100 in syslog",
        new Form(
            false,
            lines ->
                FormText.text(
                    lines,
                    l ->
                        l.kernel()
                            ? FormText.wrapped(
                                "May  1 " + l.clock() + " host kernel: " + l.text(), 100, "")
                            : null)));
    forms.put(
        "broken at 80 by a terminal",
        new Form(
            false,
            lines ->
                FormText.text(lines, l -> l.kernel() ? FormText.broken(l.plain(), 80) : null)));
    forms.put(
        "cut at 100",
        new Form(
            false,
            lines ->
                FormText.text(
                    lines,
                    l ->
                        l.kernel()
                            ? l.plain().substring(0, Math.min(100, l.plain().length()))
                            : null)));
  }
}
