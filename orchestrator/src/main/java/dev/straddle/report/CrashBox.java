package dev.straddle.report;

import dev.straddle.model.Finding;
import dev.straddle.model.StackFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * A report of the kernel as the page shows it: from its first line, the trace in view, the
 * registers folded.
 *
 * @param head up to the registers
 * @param registers those and the bytes of code
 * @param trace the rest
 */
record CrashBox(ConsoleView head, ConsoleView registers, ConsoleView trace) {

  /** As printk writes them; a line of the trace begins otherwise. */
  private static final Pattern REGISTERS =
      Pattern.compile(
          "^(\\[ *[0-9.]+]\\s?(\\[ *[TC]\\d+]\\s?)?)?\\s*"
              + "(R[A-Z0-9]{2}:|Code:|FS:|GS:|CS:|DS:|CR[0-9]:|DR[0-9]:|PKRU:|EFLAGS:|RSP:).*");

  private static final Pattern TRACE = Pattern.compile(".*(Call Trace|<TASK>|<IRQ>|<NMI>).*");

  static CrashBox of(ConsoleReader.Kept console, Finding finding) {
    SortedMap<Long, String> lines = console.around(finding);
    if (lines.isEmpty()) {
      ConsoleView none = new ConsoleView(List.of());
      return new CrashBox(none, none, none);
    }
    Map<String, String> sources = sources(finding);
    List<ConsoleView.Line> head = new ArrayList<>();
    List<ConsoleView.Line> registers = new ArrayList<>();
    List<ConsoleView.Line> trace = new ArrayList<>();
    boolean traced = false;
    for (ConsoleView.Line line : ConsoleView.lines(lines, lines.firstKey(), List.of(finding))) {
      traced |= TRACE.matcher(line.text()).matches();
      boolean register = REGISTERS.matcher(line.text()).matches() && !isInstruction(line);
      (register ? registers : traced ? trace : head).add(withSource(line, sources));
    }
    return new CrashBox(new ConsoleView(head), new ConsoleView(registers), new ConsoleView(trace));
  }

  /** The line that names the instruction is no mere register. */
  private static boolean isInstruction(ConsoleView.Line line) {
    return line.text().contains("RIP: ");
  }

  private static Map<String, String> sources(Finding finding) {
    Map<String, String> sources = new HashMap<>();
    for (StackFrame frame : finding.report().trace()) {
      frame.source().filter(s -> !frame.inlined()).ifPresent(s -> sources.put(text(frame), s));
    }
    return sources;
  }

  private static String text(StackFrame frame) {
    return "%s+0x%x/0x%x".formatted(frame.function(), frame.offset(), frame.size());
  }

  private static ConsoleView.Line withSource(ConsoleView.Line line, Map<String, String> sources) {
    return sources.entrySet().stream()
        .filter(e -> line.text().contains(e.getKey()))
        .findFirst()
        .map(e -> new ConsoleView.Line(line.number(), line.text(), line.style(), e.getValue()))
        .orElse(line);
  }
}
