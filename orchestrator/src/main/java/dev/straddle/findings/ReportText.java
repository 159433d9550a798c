package dev.straddle.findings;

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

  static boolean belongs(String text) {
    for (String start : STARTS) {
      if (text.startsWith(start)) {
        return true;
      }
    }
    return false;
  }
}
