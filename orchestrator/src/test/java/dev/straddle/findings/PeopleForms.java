package dev.straddle.findings;

import static dev.straddle.findings.FormText.kernelOnly;
import static dev.straddle.findings.FormText.wrapped;

import dev.straddle.findings.LogForms.Form;
import dev.straddle.findings.LogForms.Line;
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
    kernelOnly(forms, "quoted without stamps", l -> "> " + l.text());
    kernelOnly(forms, "indented without stamps", l -> "    " + l.text());
    forms.put("CRLF", new Form(true, lines -> FormText.text(lines, l -> l.plain() + "\r")));
    forms.put("CR CR LF", new Form(true, lines -> FormText.text(lines, l -> l.plain() + "\r\r")));
    forms.put(
        "doubled line ends", new Form(true, lines -> FormText.text(lines, l -> l.plain() + "\n")));
    kernelOnly(forms, "doubled line ends, no stamps", l -> l.text() + "\n");
    forms.put(
        "non-breaking blanks",
        new Form(true, lines -> FormText.text(lines, l -> l.plain().replace(' ', '\u00a0'))));
    forms.put(
        "one stamp in prose",
        new Form(
            false,
            lines ->
                ("It hung at [   12.345678] and then\n\n" + FormText.ofKernel(lines, Line::text))
                    .getBytes(StandardCharsets.UTF_8)));
    kernelOnly(
        forms, "stamps on half of the lines", l -> l.micros() % 2 == 0 ? l.plain() : l.text());
    kernelOnly(forms, "wrapped at 72", l -> wrapped(l.plain(), 72, ""));
    kernelOnly(forms, "wrapped at 80", l -> wrapped(l.plain(), 80, ""));
    kernelOnly(forms, "wrapped at 76, quoted", l -> wrapped("> " + l.plain(), 76, "> "));
    kernelOnly(forms, "wrapped at 76, no stamps", l -> wrapped(l.text(), 76, ""));
    kernelOnly(
        forms,
        "wrapped at 100 in syslog",
        l -> wrapped("May  1 " + l.clock() + " host kernel: " + l.text(), 100, ""));
    kernelOnly(forms, "broken at 80 by a terminal", l -> FormText.broken(l.plain(), 80));
    kernelOnly(forms, "cut at 100", l -> FormText.cut(l.plain(), 100));
  }
}
