package dev.straddle.findings;

import java.util.regex.Pattern;

/** Tells the lines of a report from ordinary talk. */
final class ReportText {

  private static final String[] STARTS = {
    "Call Trace:",
    "Call trace:",
    "Backtrace:",
    "CPU:",
    "Code:",
    "Comm:",
    "Hardware name:",
    "Kernel Offset:",
    "Kernel panic",
    "Modules linked in",
    "PGD ",
    "PKRU:",
    "RIP:",
    "RSP:",
    "Rebooting in ",
    "Workqueue:",
    "#PF:",
    "Oops",
    "[ end ",
    "---[ end ",
    "-> #",
    "Read of size",
    "Write of size",
    "Read at addr",
    "Write at addr",
    "Allocated by",
    "Freed by",
    "Memory state around",
    "The buggy address",
    "stack backtrace:",
    "Tainted:",
    "RAX:",
    "RDX:",
    "RBP:",
    "R10:",
    "R13:",
    "FS:",
    "CS:",
    "CR2:",
    "DR0:",
    "DR3:",
    "=====",
    "backtrace",
    "Showing ",
    "Mem-Info:",
    "RIP ",
    "NIP ",
    "LR ",
    "pc : ",
    "lr : ",
    "epc : ",
    "sp : ",
    "pstate:",
    "Process ",
    "Stack:",
    "Krnl PSW",
    "EIP:",
    "EIP is at",
    "EAX:",
    "ESI:",
    "ESP:",
    "Pid:",
    "IP: [<",
    "PC is at",
    "LR is at",
    "Internal error:",
    "stack backtrace"
  };

  /** Rules across the page, and words with which sentences begin. */
  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "^(?:====|Showing |backtrace|stack backtrace|Process (?!.*\\(pid)|Code:(?! [0-9a-f(<])"
              + "|CPU:(?! *[0-9])|Comm:|Stack:(?! *[0-9a-f(<]|$)|Tainted:|Read of size (?![0-9])"
              + "|Write of size (?![0-9])|Allocated by (?!task)|Freed by (?!task)"
              + "|(?:NIP|LR|RIP) (?!.*\\[)|Oops(?![:\\[# ])|Oops$)");

  private ReportText() {}

  static boolean announcesTrace(String text) {
    String trimmed = text.strip();
    return trimmed.startsWith("Call Trace:")
        || trimmed.startsWith("Call trace:")
        || trimmed.startsWith("Backtrace:")
        || trimmed.startsWith("backtrace");
  }

  /**
   * Whether another trace begins here: who allocated or freed an object, where a value came from.
   */
  static boolean beginsOtherTrace(String text) {
    return text.startsWith("Allocated by ")
        || text.startsWith("Freed by ")
        || text.startsWith("Uninit was ")
        || text.startsWith("Last potentially related ")
        || text.startsWith("Local variable ");
  }

  static boolean isEndMark(String text) {
    return text.startsWith("---[ end ") || text.startsWith("Rebooting in ");
  }

  /** Whether the text belongs to a report and to nothing that people write otherwise. */
  static boolean proves(String text) {
    return belongs(text) && !AMBIGUOUS.matcher(text).find();
  }

  static boolean belongs(String text) {
    for (String start : STARTS) {
      if (text.startsWith(start)) {
        return true;
      }
    }
    return false;
  }
}
