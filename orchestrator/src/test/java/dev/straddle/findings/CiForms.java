package dev.straddle.findings;

import static dev.straddle.findings.FormText.console;
import static dev.straddle.findings.FormText.kernelOnly;

import dev.straddle.findings.LogForms.Form;
import java.util.Map;

/** What test labs, build services and log services make of a console. */
final class CiForms {

  private CiForms() {}

  static void addTo(Map<String, Form> forms) {
    console(forms, "GitLab", l -> "2024-05-01T" + l.clock() + "." + l.fraction() + "Z 01O ");
    console(
        forms,
        "GitHub, a job and a step",
        l -> "build\tRun tests\t" + "2024-05-01T" + l.clock() + "." + l.fraction() + "1Z ");
    kernelOnly(
        forms,
        "LAVA records",
        l ->
            "- {\"dt\": \""
                + "2024-05-01T"
                + l.clock()
                + "."
                + l.fraction()
                + "\", \"lvl\": \"target\", \"msg\": "
                + FormText.quoted(l.plain())
                + "}");
    console(forms, "LAVA, a time alone", l -> l.clock() + "." + l.fraction() + "  ");
    console(
        forms,
        "OpenQA",
        l -> "[" + "2024-05-01T" + l.clock() + "." + l.fraction() + "+02:00] [debug] [pid:1234] ");
    console(forms, "Jenkins, parallel", l -> "[build-x86] ");
    console(forms, "Jenkins, time since", l -> "00:" + l.clock().substring(3) + ".123  ");
    console(forms, "Zuul", l -> "2024-05-01 " + l.clock() + ".123456 | node-1 | ");
    console(forms, "TeamCity", l -> "[" + l.clock() + "]W:\t [Step 1/2] ");
    console(forms, "Python logging", l -> "2024-05-01 " + l.clock() + ",123 - vm - INFO - ");
    console(forms, "Python logging, level first", l -> "INFO:vm.console:");
    console(forms, "pytest", l -> "INFO     vm:console.py:123 ");
    console(
        forms, "avocado", l -> "2024-05-01 " + l.clock() + ",123 vm               L0123 DEBUG| ");
    kernelOnly(forms, "Python bytes", l -> "b'" + l.plain().replace("'", "\\'") + "\\r\\n'");
    kernelOnly(forms, "Ansible", l -> "        " + FormText.quoted(l.plain()) + ",");
    console(forms, "pods", l -> "[pod/vm-0/console] ");
    console(
        forms,
        "container runtime",
        l -> "2024-05-01T" + l.clock() + "." + l.fraction() + "789Z stdout F ");
    console(forms, "Loki", l -> "2024-05-01T" + l.clock() + "Z {host=\"a\", job=\"kernel\"} ");
    kernelOnly(
        forms,
        "logfmt",
        l -> "time=\"2024-05-01T" + l.clock() + "Z\" level=info msg=" + FormText.quoted(l.plain()));
    kernelOnly(
        forms,
        "logfmt, no stamps",
        l -> "time=\"2024-05-01T" + l.clock() + "Z\" level=info msg=" + FormText.quoted(l.text()));
    kernelOnly(
        forms,
        "spreadsheet of a log service",
        l ->
            "\"2024-05-01T"
                + l.clock()
                + ".000+0000\",\""
                + l.plain().replace("\"", "\"\"")
                + "\",host");
    kernelOnly(
        forms,
        "cloud, JSON lines",
        l ->
            "{\"insertId\":\"a1\",\"textPayload\":"
                + FormText.quoted(l.plain())
                + ",\"timestamp\":\"2024-05-01T08:00:00Z\"}");
  }
}
