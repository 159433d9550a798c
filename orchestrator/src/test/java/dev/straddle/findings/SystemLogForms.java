package dev.straddle.findings;

import dev.straddle.findings.LogForms.Form;
import dev.straddle.findings.LogForms.Line;
import java.util.Map;
import java.util.function.Function;

/** What log daemons and journals make of a console. */
final class SystemLogForms {

  private SystemLogForms() {}

  static void addTo(Map<String, Form> forms) {
    syslog(forms, "journalctl -k", l -> "May 01 " + l.clock() + " host kernel: ");
    syslog(
        forms,
        "journalctl -o short-precise",
        l -> "May 01 " + l.clock() + "." + l.fraction() + " host kernel: ");
    syslog(
        forms, "journalctl -o short-iso", l -> "2024-05-01T" + l.clock() + "+0200 host kernel: ");
    syslog(
        forms,
        "journalctl -o short-iso-precise",
        l -> "2024-05-01T" + l.clock() + "." + l.fraction() + "+02:00 host kernel: ");
    syslog(
        forms,
        "journalctl -o short-full",
        l -> "Wed 2024-05-01 " + l.clock() + " UTC host kernel: ");
    syslog(
        forms,
        "journalctl -o short-unix",
        l -> (1714557600 + l.seconds()) + "." + l.fraction() + " host kernel: ");
    syslog(forms, "journalctl -o short-monotonic", l -> l.stamp() + "host kernel: ");
    syslog(
        forms,
        "journalctl -o short-delta",
        l -> l.stamp().replace("] ", " <    0.000010 >] ") + "host kernel: ");
    syslog(forms, "journalctl --no-hostname", l -> "May 01 " + l.clock() + " kernel: ");
    syslog(forms, "journalctl in German", l -> "Mai 01 " + l.clock() + " host kernel: ");
    syslog(forms, "journalctl in Japanese", l -> "5月 01 " + l.clock() + " host kernel: ");
    syslog(forms, "journalctl in Russian", l -> "мая 01 " + l.clock() + " host kernel: ");
    syslog(forms, "journalctl in French", l -> "mai 01 " + l.clock() + " hôte kernel: ");
    syslog(forms, "syslog", l -> "May  1 " + l.clock() + " host kernel: " + l.stamp());
    syslog(forms, "syslog without stamps", l -> "May  1 " + l.clock() + " host kernel: ");
    syslog(forms, "syslog with a year", l -> "May  1 2024 " + l.clock() + " host kernel: ");
    syslog(
        forms,
        "syslog with levels",
        l -> "May  1 " + l.clock() + " host kern.warn kernel: " + l.stamp());
    syslog(
        forms,
        "rsyslog",
        l -> "2024-05-01T" + l.clock() + "." + l.fraction() + "+02:00 host kernel: " + l.stamp());
    syslog(
        forms,
        "rsyslog without stamps",
        l -> "2024-05-01T" + l.clock() + "." + l.fraction() + "+02:00 host kernel: ");
    syslog(forms, "RFC 3164 on the wire", l -> "<4>May  1 " + l.clock() + " host kernel: ");
    syslog(
        forms,
        "RFC 5424",
        l -> "<4>1 2024-05-01T" + l.clock() + "." + l.fraction() + "Z host kernel - - - ");
    syslog(
        forms,
        "RFC 5424 with stamps",
        l -> "<4>1 2024-05-01T" + l.clock() + "Z host kernel - - [meta] " + l.stamp());
    syslog(
        forms,
        "syslog with the caller",
        l -> "May  1 " + l.clock() + " host kernel: [ " + l.caller() + "] ");
    syslog(
        forms, "syslog with a pid", l -> "May  1 " + l.clock() + " host kernel[0]: " + l.stamp());
    syslog(forms, "relayed without a tag", l -> "May  1 " + l.clock() + " 10.0.0.7 ");
  }

  private static void syslog(Map<String, Form> forms, String name, Function<Line, String> prefix) {
    forms.put(
        name,
        new Form(
            false,
            lines ->
                FormText.text(
                    lines,
                    l ->
                        l.kernel()
                            ? prefix.apply(l) + l.text()
                            : l.text().isEmpty()
                                ? null
                                : "May  1 " + l.clock() + " host sh[61]: " + l.text())));
  }
}
