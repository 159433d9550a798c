package dev.straddle.findings;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One console in each of the forms in which people hand on what a kernel said. */
final class LogForms {

  private static final Pattern STAMPED =
      Pattern.compile("^\\[ *(\\d+)\\.(\\d{6})\\](?:\\[ *([TC]\\d+)\\])? ?(.*)$");

  /** A line of a console. */
  record Line(boolean kernel, long micros, String caller, String text) {
    long seconds() {
      return micros / 1_000_000;
    }

    String fraction() {
      return String.format("%06d", micros % 1_000_000);
    }

    String stamp() {
      return String.format(Locale.ROOT, "[%5d.%06d] ", seconds(), micros % 1_000_000);
    }

    /** The time of day, were the machine booted at eight. */
    String clock() {
      long s = 8 * 3600 + seconds() % 36000;
      return String.format("%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }

    String plain() {
      return kernel ? stamp() + text : text;
    }
  }

  /**
   * A form.
   *
   * @param whole whether it has what user space printed too
   */
  record Form(boolean whole, Function<List<Line>, byte[]> of) {}

  private LogForms() {}

  /** What is left of a console where only the kernel's lines are kept. */
  static String kernelLines(List<Line> lines) {
    return string(lines, l -> l.kernel() ? l.plain() : null);
  }

  static List<Line> lines(String console) {
    List<Line> lines = new ArrayList<>();
    long micros = 0;
    for (String raw : console.split("\n", -1)) {
      String text = raw.replace("\r", "");
      Matcher m = STAMPED.matcher(text);
      if (m.matches()) {
        micros = Long.parseLong(m.group(1)) * 1_000_000 + Long.parseLong(m.group(2));
        lines.add(new Line(true, micros, m.group(3) == null ? "T1" : m.group(3), m.group(4)));
      } else {
        lines.add(new Line(false, micros, "", text));
      }
    }
    return lines;
  }

  /** The names of all forms, and what each makes of a console. */
  static Map<String, Form> all() {
    Map<String, Form> forms = new LinkedHashMap<>();
    systemLogs(forms);
    rings(forms);
    programs(forms);
    people(forms);
    containers(forms);
    return forms;
  }

  private static void systemLogs(Map<String, Form> forms) {
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
                text(
                    lines,
                    l ->
                        l.kernel()
                            ? prefix.apply(l) + l.text()
                            : l.text().isEmpty()
                                ? null
                                : "May  1 " + l.clock() + " host sh[61]: " + l.text())));
  }

  private static void rings(Map<String, Form> forms) {
    kernelOnly(forms, "dmesg", l -> l.stamp() + l.text());
    kernelOnly(forms, "dmesg -T", l -> "[Wed May  1 " + l.clock() + " 2024] " + l.text());
    kernelOnly(forms, "dmesg -T in German", l -> "[Mi Mai  1 " + l.clock() + " 2024] " + l.text());
    kernelOnly(
        forms,
        "dmesg -H",
        l ->
            (l.micros() % 7 == 0 ? "[May 1 " + l.clock().substring(0, 5) + "] " : "[  +0.000010] ")
                + l.text());
    kernelOnly(forms, "dmesg -x", l -> "kern  :warn  : " + l.stamp() + l.text());
    kernelOnly(
        forms, "dmesg -xT", l -> "kern  :warn  : [Wed May  1 " + l.clock() + " 2024] " + l.text());
    kernelOnly(forms, "dmesg -r", l -> "<4>" + l.stamp() + l.text());
    kernelOnly(forms, "dmesg -d", l -> l.stamp().replace("] ", " <    0.000010>] ") + l.text());
    kernelOnly(forms, "dmesg -e", l -> "[May 1 " + l.clock().substring(0, 5) + "] " + l.text());
    kernelOnly(forms, "dmesg -t", Line::text);
    kernelOnly(
        forms,
        "dmesg --time-format iso",
        l -> "2024-05-01T" + l.clock() + "," + l.fraction() + "+02:00 " + l.text());
    kernelOnly(forms, "dmesg with a caller", l -> l.stamp() + "[ " + l.caller() + "] " + l.text());
    kernelOnly(
        forms,
        "dmesg in colour",
        l ->
            "\u001b[32m"
                + l.stamp()
                + "\u001b[0m\u001b[33m"
                + l.text().replaceFirst(": ", ": \u001b[0m"));
    kernelOnly(
        forms,
        "printk with callers",
        l -> l.stamp().stripTrailing() + "[" + String.format("%6s", l.caller()) + "] " + l.text());
    kernelOnly(forms, "/dev/kmsg", l -> "4,1005," + l.micros() + ",-;" + l.text());
    kernelOnly(
        forms,
        "/dev/kmsg with callers",
        l -> "4,1005," + l.micros() + ",-,caller=" + l.caller() + ";" + l.text());
    kernelOnly(forms, "netconsole", l -> l.stamp() + l.text());
    kernelOnly(forms, "netconsole extended", l -> "6.12.0,4,1005," + l.micros() + ",-;" + l.text());
    kernelOnly(forms, "pstore", l -> "<4>" + l.stamp() + l.text());
    kernelOnly(
        forms,
        "milliseconds",
        l -> String.format("[%d.%03d] ", l.seconds(), l.micros() / 1000 % 1000) + l.text());
    kernelOnly(forms, "decimal commas", l -> l.stamp().replace('.', ',') + l.text());
    kernelOnly(
        forms,
        "dmesg --json",
        l ->
            "      },{\n         \"pri\": 4,\n         \"time\": "
                + l.seconds()
                + "."
                + l.fraction()
                + ",\n         \"msg\": "
                + quoted(l.text())
                + "\n");
  }

  private static void programs(Map<String, Form> forms) {
    console(forms, "console", l -> "");
    console(forms, "GitHub", l -> "2024-05-01T" + l.clock() + "." + l.fraction() + "0Z ");
    console(
        forms,
        "Jenkins",
        l -> "[2024-05-01T" + l.clock() + "." + l.fraction().substring(0, 3) + "Z] ");
    console(forms, "Timestamper", l -> l.clock() + "  ");
    console(forms, "ts", l -> "May 01 " + l.clock() + " ");
    console(forms, "ts -i", l -> "00:00:01 ");
    console(forms, "terminal program", l -> "[2024-05-01 " + l.clock() + "] ");
    console(
        forms,
        "terminal program with a year behind",
        l -> "[Wed May 01 " + l.clock() + ".123 2024] ");
    console(forms, "grabserial", l -> "[" + l.seconds() + "." + l.fraction() + " 0.000012] ");
    console(forms, "docker compose", l -> "web-1  | ");
    console(forms, "pod", l -> "pod/guest-0 console: ");
    console(forms, "LAVA", l -> "2024-05-01T" + l.clock() + "  ");
    console(forms, "hypervisor", l -> "(d1) ");
    console(forms, "grep -n", l -> l.seconds() + 120 + ":");
    console(forms, "grep of files", l -> "kern.log:");
    console(forms, "grep -n of files", l -> "logs/console.txt:12" + l.seconds() + ":");
    console(forms, "cat -n", l -> String.format("%6d\t", l.seconds()));
    console(forms, "nl", l -> String.format("%6d  ", l.seconds()));
    console(forms, "less -N", l -> String.format("%7d ", l.seconds()));
    console(forms, "logcat", l -> "05-01 " + l.clock() + ".123     0     0 W         : ");
    console(
        forms,
        "logcat with users",
        l -> "05-01 " + l.clock() + ".123  root     0     0 W         : ");
    console(forms, "logcat -v brief", l -> "W/kernel  (    0): ");
    kernelOnly(
        forms,
        "phone, one",
        l -> l.stamp() + "[" + l.micros() % 8 + ":     kworker/0:1:  321] " + l.text());
    kernelOnly(
        forms, "phone, other", l -> l.stamp() + "(" + l.micros() % 8 + ")[321:worker]" + l.text());
    kernelOnly(
        forms,
        "board",
        l -> "[" + l.seconds() + "." + l.fraction() + "@" + l.micros() % 4 + "] " + l.text());
    console(forms, "unknown tool", l -> "## " + l.clock().replace(':', '-') + " guest_7 => ");
    console(forms, "unknown lab", l -> "{board-" + l.seconds() % 10 + "} tty0 >>> ");
    console(forms, "unknown pipe", l -> "out/serial#" + l.seconds() + "~ ");
  }

  private static void people(Map<String, Form> forms) {
    console(forms, "quoted", l -> "> ");
    console(forms, "quoted without blank", l -> ">");
    console(forms, "quoted thrice", l -> "> > > ");
    console(forms, "quoted densely", l -> ">>> ");
    console(forms, "bar", l -> "| ");
    console(forms, "indented", l -> "    ");
    console(forms, "tab", l -> "\t");
    forms.put(
        "quoted without stamps",
        new Form(false, lines -> text(lines, l -> l.kernel() ? "> " + l.text() : null)));
    forms.put(
        "indented without stamps",
        new Form(false, lines -> text(lines, l -> l.kernel() ? "    " + l.text() : null)));
    forms.put("CRLF", new Form(true, lines -> text(lines, l -> l.plain() + "\r")));
    forms.put("CR CR LF", new Form(true, lines -> text(lines, l -> l.plain() + "\r\r")));
    forms.put("doubled line ends", new Form(true, lines -> text(lines, l -> l.plain() + "\n")));
    forms.put(
        "doubled line ends, no stamps",
        new Form(false, lines -> text(lines, l -> l.kernel() ? l.text() + "\n" : null)));
    forms.put(
        "non-breaking blanks",
        new Form(true, lines -> text(lines, l -> l.plain().replace(' ', '\u00a0'))));
    forms.put(
        "one stamp in prose",
        new Form(
            false,
            lines ->
                ("It hung at [   12.345678] and then\n\n"
                        + string(lines, l -> l.kernel() ? l.text() : null))
                    .getBytes(StandardCharsets.UTF_8)));
    forms.put(
        "stamps on half of the lines",
        new Form(
            false,
            lines ->
                text(lines, l -> !l.kernel() ? null : l.micros() % 2 == 0 ? l.plain() : l.text())));
    forms.put(
        "wrapped at 72",
        new Form(false, lines -> text(lines, l -> l.kernel() ? wrapped(l.plain(), 72, "") : null)));
    forms.put(
        "wrapped at 80",
        new Form(false, lines -> text(lines, l -> l.kernel() ? wrapped(l.plain(), 80, "") : null)));
    forms.put(
        "wrapped at 76, quoted",
        new Form(
            false,
            lines -> text(lines, l -> l.kernel() ? wrapped("> " + l.plain(), 76, "> ") : null)));
    forms.put(
        "wrapped at 76, no stamps",
        new Form(false, lines -> text(lines, l -> l.kernel() ? wrapped(l.text(), 76, "") : null)));
    forms.put(
        "wrapped at 100 in syslog",
        new Form(
            false,
            lines ->
                text(
                    lines,
                    l ->
                        l.kernel()
                            ? wrapped("May  1 " + l.clock() + " host kernel: " + l.text(), 100, "")
                            : null)));
    forms.put(
        "broken at 80 by a terminal",
        new Form(false, lines -> text(lines, l -> l.kernel() ? broken(l.plain(), 80) : null)));
    forms.put(
        "cut at 100",
        new Form(
            false,
            lines ->
                text(
                    lines,
                    l ->
                        l.kernel()
                            ? l.plain().substring(0, Math.min(100, l.plain().length()))
                            : null)));
  }

  private static void containers(Map<String, Form> forms) {
    kernelOnly(
        forms,
        "journalctl -o json",
        l ->
            "{\"PRIORITY\":\"4\",\"_TRANSPORT\":\"kernel\",\"MESSAGE\":"
                + quoted(l.text())
                + ",\"_HOSTNAME\":\"host\"}");
    kernelOnly(
        forms,
        "journalctl -o json-pretty",
        l ->
            "{\n\t\"_TRANSPORT\" : \"kernel\",\n\t\"MESSAGE\" : "
                + quoted(l.text())
                + ",\n\t\"PRIORITY\" : \"4\"\n}");
    kernelOnly(
        forms,
        "journalctl -o json-sse",
        l -> "data: {\"_TRANSPORT\":\"kernel\",\"MESSAGE\":" + quoted(l.text()) + "}\n");
    kernelOnly(
        forms,
        "journalctl -o export",
        l -> "__CURSOR=s=1\n_TRANSPORT=kernel\nPRIORITY=4\nMESSAGE=" + l.text() + "\n");
    kernelOnly(
        forms,
        "journalctl -o verbose",
        l ->
            "Wed 2024-05-01 "
                + l.clock()
                + ".123456 UTC [s=1;i=2;b=3]\n    _TRANSPORT=kernel\n    PRIORITY=4\n    MESSAGE="
                + l.text());
    console(forms, "docker json-file", l -> "");
    forms.put(
        "docker json-file",
        new Form(
            true,
            lines ->
                text(
                    lines,
                    l ->
                        "{\"log\":"
                            + quoted(l.plain() + "\n")
                            + ",\"stream\":\"stdout\",\"time\":\"2024-05-01T08:00:00Z\"}")));
    forms.put(
        "HTML with br",
        new Form(
            true,
            lines ->
                ("<html><body><pre>" + string(lines, l -> html(l.plain()) + "<br>") + "</pre>")
                    .getBytes(StandardCharsets.UTF_8)));
    forms.put(
        "HTML in one line",
        new Form(
            true,
            lines ->
                ("<p>" + string(lines, l -> html(l.plain()) + "<br/>").replace("\n", "") + "</p>")
                    .getBytes(StandardCharsets.UTF_8)));
    forms.put(
        "HTML with spans",
        new Form(
            true,
            lines ->
                text(
                    lines,
                    l ->
                        "<span class=\"line\">"
                            + html(l.plain()).replaceFirst("(\\[ *[0-9.]+\\])", "<b>$1</b>")
                            + "</span>")));
    forms.put(
        "UTF-16LE", new Form(true, lines -> encoded(lines, StandardCharsets.UTF_16LE, "\ufeff")));
    forms.put(
        "UTF-16LE without BOM",
        new Form(true, lines -> encoded(lines, StandardCharsets.UTF_16LE, "")));
    forms.put(
        "UTF-16BE", new Form(true, lines -> encoded(lines, StandardCharsets.UTF_16BE, "\ufeff")));
    forms.put(
        "UTF-8 with BOM",
        new Form(true, lines -> encoded(lines, StandardCharsets.UTF_8, "\ufeff")));
    forms.put(
        "quoted-printable mail",
        new Form(
            true, lines -> mail("quoted-printable", quotedPrintable(string(lines, Line::plain)))));
    forms.put(
        "base64 mail",
        new Form(
            true,
            lines ->
                mail(
                    "base64",
                    java.util.Base64.getMimeEncoder(76, new byte[] {'\n'})
                        .encodeToString(
                            string(lines, Line::plain).getBytes(StandardCharsets.UTF_8)))));
  }

  private static byte[] mail(String encoding, String body) {
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

  private static String quotedPrintable(String text) {
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

  private static String html(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static byte[] encoded(List<Line> lines, Charset charset, String mark) {
    return (mark + string(lines, Line::plain)).getBytes(charset);
  }

  /** As mail programs do: at blanks, without a prefix on the rest. */
  private static String wrapped(String line, int width, String prefix) {
    StringBuilder out = new StringBuilder();
    String rest = line;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      if (blank <= prefix.length() + 16) {
        blank = rest.indexOf(' ', width);
      }
      if (blank < 0) {
        break;
      }
      out.append(rest, 0, blank).append('\n');
      rest = prefix + rest.substring(blank + 1);
    }
    return out.append(rest).toString();
  }

  private static String broken(String line, int width) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < line.length(); at += width) {
      out.append(at == 0 ? "" : "\n").append(line, at, Math.min(line.length(), at + width));
    }
    return out.toString();
  }

  private static void kernelOnly(
      Map<String, Form> forms, String name, Function<Line, String> form) {
    forms.put(name, new Form(false, lines -> text(lines, l -> l.kernel() ? form.apply(l) : null)));
  }

  private static void console(Map<String, Form> forms, String name, Function<Line, String> prefix) {
    forms.put(name, new Form(true, lines -> text(lines, l -> prefix.apply(l) + l.plain())));
    if (!name.equals("console")) {
      forms.put(
          name + ", no stamps",
          new Form(
              false, lines -> text(lines, l -> l.kernel() ? prefix.apply(l) + l.text() : null)));
    }
  }

  private static byte[] text(List<Line> lines, Function<Line, String> form) {
    return string(lines, form).getBytes(StandardCharsets.UTF_8);
  }

  private static String string(List<Line> lines, Function<Line, String> form) {
    StringBuilder out = new StringBuilder();
    for (Line line : lines) {
      String text = form.apply(line);
      if (text != null) {
        out.append(text).append('\n');
      }
    }
    return out.toString();
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
