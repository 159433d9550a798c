package dev.straddle.findings;

import static dev.straddle.findings.FormText.console;
import static dev.straddle.findings.FormText.kernelOnly;
import static dev.straddle.findings.FormText.quoted;

import dev.straddle.findings.LogForms.Form;
import dev.straddle.findings.LogForms.Line;
import java.util.Map;

/** Log services, collectors, and logging libraries of programs that read a console. */
final class ServiceForms {

  private static final String DAY = "2024-05-01";

  private ServiceForms() {}

  static void addTo(Map<String, Form> forms) {
    libraries(forms);
    collectors(forms);
    daemons(forms);
    builders(forms);
  }

  private static void libraries(Map<String, Form> forms) {
    console(
        forms,
        "klog",
        l -> "I0501 " + l.clock() + "." + l.fraction() + "    1234 console.go:123] ");
    console(forms, "Go", l -> "2024/05/01 " + l.clock() + " ");
    console(forms, "Go, a file", l -> "2024/05/01 " + l.clock() + " serial.go:42: ");
    console(forms, "zap", l -> DAY + "T" + l.clock() + ".123Z\tINFO\tvm/console.go:42\t");
    console(forms, "Rust", l -> "[" + DAY + "T" + l.clock() + "Z INFO  vm::serial] ");
    console(
        forms,
        "Rust, tracing",
        l -> DAY + "T" + l.clock() + "." + l.fraction() + "Z  INFO vm::serial: ");
    console(forms, "Java", l -> DAY + " " + l.clock() + ",123 INFO  [main] o.e.vm.Console - ");
    console(forms, "loguru", l -> DAY + " " + l.clock() + ".123 | INFO     | vm:read:42 - ");
    console(
        forms,
        "Ruby",
        l -> "I, [" + DAY + "T" + l.clock() + "." + l.fraction() + " #1234]  INFO -- : ");
    console(forms, "autotest", l -> "05/01 " + l.clock() + ".123 INFO |          base:0123| ");
    console(forms, "CSV, a time", l -> DAY + " " + l.clock() + ",");
    console(forms, "CSV, seconds", l -> (1714550400 + l.seconds()) + "." + l.fraction() + ";");
    console(forms, "a level in brackets", l -> DAY + " " + l.clock() + " [INFO] console: ");
  }

  private static void collectors(Map<String, Form> forms) {
    console(
        forms,
        "Kibana",
        l -> "May 1, 2024 @ " + l.clock() + "." + l.fraction().substring(3) + "\t");
    kernelOnly(
        forms,
        "fluentd",
        l ->
            DAY
                + " "
                + l.clock()
                + ".000000000 +0000 kernel.log: {\"message\":"
                + quoted(l.plain())
                + "}");
    kernelOnly(
        forms,
        "Fluent Bit",
        l ->
            "[0] kmsg: [1714550400.123456789, {\"priority\"=>4, \"sequence\"=>1, \"sec\"=>12,"
                + " \"usec\"=>345678, \"msg\"=>"
                + quoted(l.text())
                + "}]");
    kernelOnly(
        forms,
        "Logstash, readable",
        l ->
            "{\n       \"message\" => "
                + quoted(l.plain())
                + ",\n    \"@timestamp\" => 2024-05-01T08:00:00.123Z,\n          \"host\" =>"
                + " \"a\"\n}");
    kernelOnly(
        forms,
        "GELF",
        l ->
            "{\"version\":\"1.1\",\"host\":\"a\",\"short_message\":"
                + quoted(l.plain())
                + ",\"level\":4}");
    kernelOnly(
        forms,
        "JSON in JSON",
        l ->
            "{\"log\":"
                + quoted("{\"message\":" + quoted(l.plain()) + "}\n")
                + ",\"stream\":\"x\"}");
    kernelOnly(
        forms,
        "OpenTelemetry",
        l ->
            "{\"timeUnixNano\":\"1714550400\",\"severityText\":\"WARN\",\"body\":{\"stringValue\":"
                + quoted(l.plain())
                + "}}");
    kernelOnly(
        forms,
        "JSON array, one line",
        l -> "[\"" + DAY + "T" + l.clock() + "Z\"," + quoted(l.plain()) + "],");
    kernelOnly(
        forms,
        "cloud, YAML",
        l ->
            "---\ninsertId: a1\ntextPayload: '"
                + l.plain().replace("'", "''")
                + "'\ntimestamp: '2024-05-01T08:00:00Z'");
    kernelOnly(forms, "YAML list", l -> "  - '" + l.plain().replace("'", "''") + "'");
    kernelOnly(forms, "YAML list, doubled quotes", l -> "- " + quoted(l.plain()));
    kernelOnly(
        forms,
        "spreadsheet, raw first",
        l ->
            "\"May  1 "
                + l.clock()
                + " host kernel: "
                + l.stamp()
                + l.text().replace("\"", "\"\"")
                + "\",\"2024-05-01T08:00:00.000+0000\",host,syslog");
    kernelOnly(
        forms, "spreadsheet, no quotes", l -> DAY + "T" + l.clock() + "Z,host,kern,4," + l.plain());
    console(forms, "CloudWatch", l -> DAY + "T" + l.clock() + ".123000+00:00 i-0abc/console ");
    console(forms, "VMware", l -> DAY + "T" + l.clock() + ".123Z In(05) vmx Guest: ");
    console(forms, "VMware, old", l -> "May 01 " + l.clock() + ".123: vcpu-0| I120: Guest: ");
    console(forms, "VirtualBox", l -> "00:" + l.clock().substring(3) + "." + l.fraction() + " ");
    console(forms, "stern", l -> "vm-0 console ");
    console(forms, "swarm", l -> "vm.1.abcdefghijkl@node-1    | ");
    console(forms, "pdsh", l -> "node-17: ");
    console(forms, "parallel --tag", l -> "node-17\t");
  }

  private static void daemons(Map<String, Form> forms) {
    kernelOnly(
        forms,
        "switch",
        l -> "2024 May  1 " + l.clock() + " switch %KERN-4-SYSTEM_MSG: " + l.plain() + " - kernel");
    kernelOnly(
        forms, "load balancer", l -> "May  1 " + l.clock() + " host warning kernel: " + l.text());
    kernelOnly(forms, "router", l -> l.clock() + " system,error,critical kernel: " + l.text());
    kernelOnly(
        forms,
        "syslog, a level behind",
        l -> "May  1 " + l.clock() + " host kernel: <4>" + l.stamp() + l.text());
    kernelOnly(forms, "syslog, no blank", l -> "May  1 " + l.clock() + " host kernel:" + l.plain());
    kernelOnly(
        forms,
        "syslog, a name twice",
        l -> "May  1 " + l.clock() + " host kernel: kernel: " + l.plain());
    kernelOnly(
        forms,
        "syslog, a host and an address",
        l -> "May  1 " + l.clock() + " host/192.168.1.17 kernel: " + l.text());
    kernelOnly(
        forms,
        "syslog without a host",
        l -> "May  1 " + l.clock() + " kern.warn kernel: " + l.plain());
    kernelOnly(
        forms,
        "syslog, a number for the level",
        l -> DAY + "T" + l.clock() + "+02:00 host kern 4 kernel: " + l.text());
    kernelOnly(
        forms,
        "syslog, priority behind the time",
        l -> "May  1 " + l.clock() + " host kern.warning<4>: " + l.text());
    kernelOnly(forms, "short-monotonic without a host", l -> l.stamp() + "kernel: " + l.text());
    kernelOnly(
        forms,
        "journal, with-unit",
        l -> "Wed " + DAY + " " + l.clock() + " UTC host kernel[n/a]: " + l.text());
    kernelOnly(
        forms,
        "zgrep",
        l -> "/var/log/kern.log.2.gz:May  1 " + l.clock() + " host kernel: " + l.plain());
    kernelOnly(
        forms,
        "ripgrep",
        l ->
            "messages-20240501:"
                + (l.seconds() + 1)
                + ":1:May  1 "
                + l.clock()
                + " a kernel: "
                + l.text());
    console(forms, "findstr", l -> "C:\\logs\\vm1.log:" + (l.seconds() + 1) + ":");
  }

  private static void builders(Map<String, Form> forms) {
    console(forms, "build service", l -> String.format("[%5ds] ", l.seconds()));
    console(
        forms, "Buildkite", l -> "\u001b_bk;t=1714550401" + l.fraction().substring(3) + "\u0007");
    console(forms, "buildbot", l -> "o");
    console(forms, "Jenkins notes", l -> "\u001b[8mha:////4AbC+d/ef==\u001b[0m");
    console(forms, "tuxrun", l -> DAY + "T" + l.clock() + " ");
    console(forms, "annotate-output", l -> l.clock() + " O: ");
    console(forms, "OpenEmbedded", l -> "DEBUG: ");
    console(
        forms,
        "Tast",
        l -> DAY + "T" + l.clock() + "." + l.fraction() + "Z [" + l.clock() + ".123] ");
    console(forms, "AppVeyor", l -> "[00:" + l.clock().substring(3) + "] ");
    console(forms, "Bazel", l -> "(" + l.clock() + ") ");
    console(forms, "elapsed", l -> "+" + l.seconds() + "." + l.fraction().substring(3) + "s ");
    forms.put(
        "JUnit XML",
        new Form(
            true,
            lines ->
                ("<testcase name=\"a\"><system-out><![CDATA["
                        + FormText.string(lines, Line::plain)
                        + "]]></system-out></testcase>\n")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    forms.put(
        "JUnit XML, a message",
        new Form(
            true,
            lines ->
                ("<failure message=\""
                        + FormText.html(FormText.string(lines, Line::plain))
                            .replace("\"", "&quot;")
                            .replace("\n", "&#10;")
                        + "\"></failure>\n")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    console(forms, "TAP", l -> "    # ");
  }
}
