package dev.straddle.findings.input;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a log, with what stood before the kernel's text taken off.
 *
 * @param text what is left
 * @param length of the line as it stood there, which tells wrapped lines
 * @param speaker who printed it, as far as the prefix says
 * @param caller printk's caller id, such as {@code T123}; may be empty
 * @param stamped whether a time or a name stood before the text, as before each line of such a log
 * @param atBoot whether printk's clock stood at zero
 * @param console whether it may be the console itself: system logs span reboots, a console tells
 *     them
 * @param forms what was taken off, the outermost first
 */
public record LogLine(
    String text,
    int length,
    Speaker speaker,
    String caller,
    boolean stamped,
    boolean atBoot,
    boolean console,
    List<String> forms) {

  /** Who printed a line. */
  public enum Speaker {
    /** The prefix is printk's, or names the kernel. */
    KERNEL,
    /** The prefix, if any, does not say. */
    UNKNOWN,
    /** Another program, or the container that the log lies in. */
    OTHER
  }

  /** A line without any prefix. */
  static LogLine bare(String text) {
    return new LogLine(text, text.length(), Speaker.UNKNOWN, "", false, false, true, List.of());
  }

  static LogLine other(String text) {
    return new LogLine(text, text.length(), Speaker.OTHER, "", true, false, false, List.of());
  }

  public boolean ofKernel() {
    return speaker == Speaker.KERNEL;
  }

  /** Whether printk's own stamp or record stood before the text. */
  boolean printedByPrintk() {
    return forms.contains("printk") || forms.contains("kmsg");
  }

  /** Whether marks of quotation stood before it. */
  public boolean isQuoted() {
    return forms.contains(Margin.QUOTED);
  }

  public boolean ofOthers() {
    return speaker == Speaker.OTHER;
  }

  /** This line without the first characters, which turned out to be a prefix too. */
  LogLine without(int prefix) {
    List<String> more = new ArrayList<>(forms);
    more.add(LearnedPrefix.FORM);
    return new LogLine(
        text.substring(prefix), length, speaker, caller, true, atBoot, console, more);
  }

  /** This line and the rest of it, which a mail program or a terminal put on the next. */
  public LogLine joined(LogLine rest, String glue) {
    List<String> more = new ArrayList<>(forms);
    if (!more.contains("wrapped")) {
      more.add("wrapped");
    }
    return new LogLine(
        (glue.isEmpty() ? text : text.stripTrailing()) + glue + rest.text.strip(),
        rest.length,
        speaker,
        caller,
        stamped,
        atBoot,
        console,
        more);
  }

  /** Inside a container, be it a journal's record. */
  LogLine within(List<String> outer, boolean journal) {
    List<String> all = new ArrayList<>(outer);
    all.addAll(forms);
    return new LogLine(
        text,
        length,
        journal ? Speaker.KERNEL : speaker,
        caller,
        true,
        atBoot,
        console && !journal,
        all);
  }
}
