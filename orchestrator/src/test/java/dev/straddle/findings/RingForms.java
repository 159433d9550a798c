package dev.straddle.findings;

import dev.straddle.findings.LogForms.Form;
import dev.straddle.findings.LogForms.Line;
import java.util.Map;

/** The kernel's ring of messages, as its readers print it. */
final class RingForms {

  private RingForms() {}

  static void addTo(Map<String, Form> forms) {
    FormText.kernelOnly(forms, "dmesg", l -> l.stamp() + l.text());
    FormText.kernelOnly(forms, "dmesg -T", l -> "[Wed May  1 " + l.clock() + " 2024] " + l.text());
    FormText.kernelOnly(
        forms, "dmesg -T in German", l -> "[Mi Mai  1 " + l.clock() + " 2024] " + l.text());
    FormText.kernelOnly(
        forms,
        "dmesg -H",
        l ->
            (l.micros() % 7 == 0 ? "[May 1 " + l.clock().substring(0, 5) + "] " : "[  +0.000010] ")
                + l.text());
    FormText.kernelOnly(forms, "dmesg -x", l -> "kern  :warn  : " + l.stamp() + l.text());
    FormText.kernelOnly(
        forms, "dmesg -xT", l -> "kern  :warn  : [Wed May  1 " + l.clock() + " 2024] " + l.text());
    FormText.kernelOnly(forms, "dmesg -r", l -> "<4>" + l.stamp() + l.text());
    FormText.kernelOnly(
        forms, "dmesg -d", l -> l.stamp().replace("] ", " <    0.000010>] ") + l.text());
    FormText.kernelOnly(
        forms, "dmesg -e", l -> "[May 1 " + l.clock().substring(0, 5) + "] " + l.text());
    FormText.kernelOnly(forms, "dmesg -t", Line::text);
    FormText.kernelOnly(
        forms,
        "dmesg --time-format iso",
        l -> "2024-05-01T" + l.clock() + "," + l.fraction() + "+02:00 " + l.text());
    FormText.kernelOnly(
        forms, "dmesg with a caller", l -> l.stamp() + "[ " + l.caller() + "] " + l.text());
    FormText.kernelOnly(
        forms,
        "dmesg in colour",
        l ->
            "\u001b[32m"
                + l.stamp()
                + "\u001b[0m\u001b[33m"
                + l.text().replaceFirst(": ", ": \u001b[0m"));
    FormText.kernelOnly(
        forms,
        "printk with callers",
        l -> l.stamp().stripTrailing() + "[" + String.format("%6s", l.caller()) + "] " + l.text());
    FormText.kernelOnly(forms, "/dev/kmsg", l -> "4,1005," + l.micros() + ",-;" + l.text());
    FormText.kernelOnly(
        forms,
        "/dev/kmsg with callers",
        l -> "4,1005," + l.micros() + ",-,caller=" + l.caller() + ";" + l.text());
    FormText.kernelOnly(forms, "netconsole", l -> l.stamp() + l.text());
    FormText.kernelOnly(
        forms, "netconsole extended", l -> "6.12.0,4,1005," + l.micros() + ",-;" + l.text());
    FormText.kernelOnly(forms, "pstore", l -> "<4>" + l.stamp() + l.text());
    FormText.kernelOnly(
        forms,
        "milliseconds",
        l -> String.format("[%d.%03d] ", l.seconds(), l.micros() / 1000 % 1000) + l.text());
    FormText.kernelOnly(forms, "decimal commas", l -> l.stamp().replace('.', ',') + l.text());
    FormText.kernelOnly(
        forms,
        "dmesg --json",
        l ->
            "      },{\n         \"pri\": 4,\n         \"time\": "
                + l.seconds()
                + "."
                + l.fraction()
                + ",\n         \"msg\": "
                + FormText.quoted(l.text())
                + "\n");
  }
}
