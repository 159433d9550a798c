package dev.straddle.findings;

import dev.straddle.findings.LogForms.Form;
import java.util.Map;

/** What programs that record consoles put before lines. */
final class ProgramForms {

  private ProgramForms() {}

  static void addTo(Map<String, Form> forms) {
    FormText.console(forms, "console", l -> "");
    FormText.console(forms, "GitHub", l -> "2024-05-01T" + l.clock() + "." + l.fraction() + "0Z ");
    FormText.console(
        forms,
        "Jenkins",
        l -> "[2024-05-01T" + l.clock() + "." + l.fraction().substring(0, 3) + "Z] ");
    FormText.console(forms, "Timestamper", l -> l.clock() + "  ");
    FormText.console(forms, "ts", l -> "May 01 " + l.clock() + " ");
    FormText.console(forms, "ts -i", l -> "00:00:01 ");
    FormText.console(forms, "terminal program", l -> "[2024-05-01 " + l.clock() + "] ");
    FormText.console(
        forms,
        "terminal program with a year behind",
        l -> "[Wed May 01 " + l.clock() + ".123 2024] ");
    FormText.console(
        forms, "grabserial", l -> "[" + l.seconds() + "." + l.fraction() + " 0.000012] ");
    FormText.console(forms, "docker compose", l -> "web-1  | ");
    FormText.console(forms, "pod", l -> "pod/guest-0 console: ");
    FormText.console(forms, "LAVA", l -> "2024-05-01T" + l.clock() + "  ");
    FormText.console(forms, "hypervisor", l -> "(d1) ");
    FormText.console(forms, "grep -n", l -> l.seconds() + 120 + ":");
    FormText.console(forms, "grep of files", l -> "kern.log:");
    FormText.console(forms, "grep -n of files", l -> "logs/console.txt:12" + l.seconds() + ":");
    FormText.console(forms, "cat -n", l -> String.format("%6d\t", l.seconds()));
    FormText.console(forms, "nl", l -> String.format("%6d  ", l.seconds()));
    FormText.console(forms, "less -N", l -> String.format("%7d ", l.seconds()));
    FormText.console(forms, "logcat", l -> "05-01 " + l.clock() + ".123     0     0 W         : ");
    FormText.console(
        forms,
        "logcat with users",
        l -> "05-01 " + l.clock() + ".123  root     0     0 W         : ");
    FormText.console(forms, "logcat -v brief", l -> "W/kernel  (    0): ");
    FormText.kernelOnly(
        forms,
        "phone, one",
        l -> l.stamp() + "[" + l.micros() % 8 + ":     kworker/0:1:  321] " + l.text());
    FormText.kernelOnly(
        forms, "phone, other", l -> l.stamp() + "(" + l.micros() % 8 + ")[321:worker]" + l.text());
    FormText.kernelOnly(
        forms,
        "board",
        l -> "[" + l.seconds() + "." + l.fraction() + "@" + l.micros() % 4 + "] " + l.text());
    FormText.console(
        forms, "unknown tool", l -> "## " + l.clock().replace(':', '-') + " guest_7 => ");
    FormText.console(forms, "unknown lab", l -> "{board-" + l.seconds() % 10 + "} tty0 >>> ");
    FormText.console(forms, "unknown pipe", l -> "out/serial#" + l.seconds() + "~ ");
  }
}
