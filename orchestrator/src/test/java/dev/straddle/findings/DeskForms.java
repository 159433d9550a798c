package dev.straddle.findings;

import static dev.straddle.findings.FormText.console;
import static dev.straddle.findings.FormText.kernelOnly;
import static dev.straddle.findings.FormText.page;

import dev.straddle.findings.LogForms.Form;
import dev.straddle.findings.LogForms.Line;
import java.util.Map;
import java.util.function.Function;

/**
 * What people have on their desks: terminals and their widths, chats, web pages, crash reporters.
 */
final class DeskForms {

  private DeskForms() {}

  static void addTo(Map<String, Form> forms) {
    terminals(forms);
    stamps(forms);
    chats(forms);
    pages(forms);
    reporters(forms);
  }

  private static void terminals(Map<String, Form> forms) {
    page(
        forms,
        "PuTTY",
        s -> "=~=~=~= PuTTY log 2024.05.01 08:00:01 =~=~=~=\r\n" + s.replace("\n", "\r\n"));
    page(
        forms,
        "script",
        s -> "Script started on 2024-05-01 08:00:01+02:00 [TERM=\"xterm\"]\n$ dmesg\n" + s);
    page(
        forms,
        "conserver",
        s -> "[-- Console up -- Wed May  1 08:00:01 2024]\n" + s.replace("\n", "\r\n"));
    for (int width : new int[] {90, 128, 157, 211}) {
      page(forms, "terminal of " + width, s -> broken(s, width));
    }
    lines(forms, "cut at 80", l -> FormText.cut(l.plain(), 80));
    console(forms, "sscom", l -> "[" + l.clock() + ".123]\u6536\u2190\u25c6");
    console(forms, "SecureCRT", l -> "<" + l.clock() + "> ");
    console(forms, "XShell", l -> "[05-01 " + l.clock() + ":123] ");
    console(forms, "CoolTerm", l -> "2024-05-01 " + l.clock() + " - ");
    console(forms, "minicom", l -> "[2024-05-01 " + l.clock() + ".123] ");
    console(forms, "receive", l -> "[2024-05-01 " + l.clock() + ".123]# RECV ASCII> ");
    lines(
        forms, "asciinema", l -> "[12.345678, \"o\", " + FormText.quoted(l.plain() + "\r\n") + "]");
    page(forms, "colours without escapes", s -> s.replaceAll("(?m)^(.*)$", "[0;31m$1[0m"));
    page(forms, "colours spelled", s -> s.replaceAll("(?m)^(.*)$", "^[[1;31m$1^[[0m"));
    page(
        forms,
        "grep in colour",
        s ->
            s.replaceAll(
                "(?i)(unable|null|warning|bug|panic|kernel)",
                "\u001b[01;31m\u001b[K$1\u001b[m\u001b[K"));
  }

  private static void stamps(Map<String, Form> forms) {
    kernelOnly(
        forms,
        "stamp with noughts",
        l -> String.format("[%06d.%s] ", l.seconds(), l.fraction()) + l.text());
    kernelOnly(
        forms, "stamp without brackets", l -> l.seconds() + "." + l.fraction() + " " + l.text());
    kernelOnly(forms, "stamp and a colon", l -> l.seconds() + "." + l.fraction() + ": " + l.text());
    kernelOnly(
        forms, "stamp in angles", l -> "<" + l.seconds() + "." + l.fraction() + "> " + l.text());
    kernelOnly(
        forms,
        "stamp in parentheses",
        l -> "(" + l.seconds() + "." + l.fraction() + ") " + l.text());
    kernelOnly(forms, "no blank behind the stamp", l -> l.stamp().strip() + l.text());
    kernelOnly(forms, "no opening bracket", l -> l.stamp().substring(1).strip() + " " + l.text());
    kernelOnly(
        forms, "no brackets, one blank", l -> l.stamp().replaceAll("[\\[\\] ]+", " ") + l.text());
    kernelOnly(
        forms, "nanoseconds", l -> "[" + l.seconds() + "." + l.fraction() + "123] " + l.text());
    kernelOnly(
        forms,
        "stamp of ten digits",
        l -> "[" + (1714550400 + l.seconds()) + "." + l.fraction() + "] " + l.text());
    kernelOnly(forms, "stamp twice", l -> l.stamp() + l.stamp() + l.text());
    kernelOnly(forms, "a word and the stamp", l -> "[KERN] " + l.stamp() + l.text());
    kernelOnly(
        forms,
        "a processor and the stamp",
        l -> "[cpu" + l.micros() % 4 + "] " + l.stamp() + l.text());
    kernelOnly(forms, "a letter and the stamp", l -> "W " + l.stamp() + l.text());
  }

  private static void chats(Map<String, Form> forms) {
    console(forms, "irssi", l -> l.clock().substring(0, 5) + " < jane> ");
    console(forms, "IRC", l -> "[" + l.clock() + "] <jane> ");
    console(forms, "IRC, a day", l -> "2024-05-01 " + l.clock() + " <jane> ");
    console(forms, "WeeChat", l -> l.clock() + "   jane | ");
    console(forms, "WhatsApp", l -> "[01/05/2024, " + l.clock() + "] Jane: ");
    console(
        forms, "WhatsApp, another", l -> "01/05/24, " + l.clock().substring(0, 5) + " - Jane: ");
    page(forms, "Telegram", s -> "Jane, [01.05.2024 08:00]\n" + s);
    lines(forms, "backticks on each line", l -> "`" + l.plain() + "`");
    lines(forms, "bold on each line", l -> "**" + l.plain() + "**");
    lines(forms, "table cells", l -> "| " + l.plain() + " |");
  }

  private static void pages(Map<String, Form> forms) {
    lines(
        forms,
        "rows of an HTML table",
        l -> "<tr><td class=\"n\">12</td><td>" + FormText.html(l.plain()) + "</td></tr>");
    lines(forms, "HTML, items", l -> "<li><code>" + FormText.html(l.plain()) + "</code></li>");
    lines(forms, "a number on a line of its own", l -> (l.seconds() + 1) + "\n" + l.plain());
    lines(forms, "numbered with a point", l -> (l.seconds() + 1) + ". " + l.plain());
    page(
        forms,
        "Discourse",
        s -> "[quote=\"jane, post:3, topic:7\"]\n```\n" + s + "```\n[/quote]\nSame.\n");
    page(forms, "MediaWiki", s -> "<nowiki>" + s + "</nowiki>\n");
    page(
        forms,
        "folded",
        s -> "<details><summary>dmesg</summary>\n\n```\n" + s + "```\n\n</details>\n");
    page(forms, "fence in a quote", s -> ("```\n" + s + "```\n").replaceAll("(?m)^", "> "));
    page(forms, "zero-width blanks", s -> s.replaceAll("(?m)^", "\u200b"));
    page(forms, "curly quotes", s -> s.replace('\'', '\u2019').replace("--", "\u2014"));
    page(forms, "dashes shortened", s -> s.replace("--", "\u2013"));
    page(forms, "ellipsis", s -> s.replace("...", "\u2026"));
  }

  private static void reporters(Map<String, Form> forms) {
    page(
        forms,
        "apport",
        s ->
            "ProblemType: KernelOops\nAnnotation: Your system might become unstable now.\nOopsText:\n"
                + s.replaceAll("(?m)^", " ")
                + "Package: linux-image (1)\n");
    page(
        forms,
        "abrt, colons",
        s -> "Description of problem:\nit froze\n\nbacktrace:\n" + s.replaceAll("(?m)^", ":"));
    page(forms, "ramoops", s -> "====1714550400.123456-D\n" + s);
    page(forms, "Oops#1 Part1", s -> "Oops#1 Part1\n" + s.replaceAll("(?m)^", "<4>"));
    page(
        forms,
        "crash",
        s ->
            "crash> log | tail -500\n"
                + s
                + "crash> bt\nPID: 1      TASK: ffff888100000000  CPU: 0    COMMAND: \"init\"\n #0 [ffffc90000013d20] machine_kexec at ffffffff8105a1b2\n");
    lines(
        forms,
        "hexadecimal offsets",
        l -> String.format("%08x: ", l.micros() % 100000) + l.plain());
  }

  private static void lines(Map<String, Form> forms, String name, Function<Line, String> form) {
    forms.put(name, new Form(true, lines -> FormText.text(lines, form)));
    kernelOnly(
        forms, name + ", no stamps", l -> form.apply(new Line(false, l.micros(), "", l.text())));
  }

  private static String broken(String text, int width) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n")) {
      out.append(FormText.broken(line, width)).append('\n');
    }
    return out.toString();
  }
}
