package dev.straddle.report;

import dev.straddle.model.CrashedTask;
import dev.straddle.model.Finding;
import dev.straddle.model.PageFault;
import dev.straddle.model.StackFrame;
import dev.straddle.text.Ansi;
import dev.straddle.text.Visible;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Findings for people. */
public record FindingText(PrintWriter out, Ansi ansi) {

  private static final int MAX_FRAMES = 12;

  public void print(String file, List<Finding> findings, boolean kernelSpoke, long dropped) {
    if (findings.isEmpty()) {
      out.println(
          Visible.line(file)
              + (kernelSpoke
                  ? ": nothing found"
                  : ": no line of a kernel, so nothing can be said of it"));
    }
    findings.forEach(finding -> print(file, finding));
    if (dropped > 0) {
      out.printf("%s: %d more findings not listed%n", file, dropped);
    }
  }

  public void print(String file, Finding finding) {
    out.printf(
        "%s:%d: %s%n",
        Visible.line(file), finding.place().firstLine(), ansi.bold(Visible.line(finding.title())));
    out.printf(
        "  %s, %s, lines %d-%d, %s%n",
        finding.kind(),
        finding.type(),
        finding.place().firstLine(),
        finding.place().lastLine(),
        finding.signature());
    List<String> remarks = new ArrayList<>();
    finding.report().pageFault().ifPresent(fault -> remarks.add(describe(finding, fault)));
    if (finding.report().pageFault().isEmpty()) {
      finding.report().faultAddress().ifPresent(address -> remarks.add("access at " + address));
    }
    finding.report().task().ifPresent(task -> remarks.add(describe(task)));
    finding
        .report()
        .taint()
        .ifPresent(
            t -> remarks.add("taint " + t.letters() + ": " + String.join("; ", t.meanings())));
    finding
        .aftermath()
        .consequenceOf()
        .ifPresent(line -> remarks.add("probably a consequence of line " + line));
    if (finding.aftermath().panicked()) {
      remarks.add("a panic followed");
    }
    if (finding.evidence().damaged()) {
      remarks.add("the report is damaged, so the title may be incomplete");
    }
    remarks.forEach(remark -> out.println("  " + Visible.line(remark)));
    finding.report().trace().stream()
        .filter(StackFrame::reliable)
        .limit(MAX_FRAMES)
        .forEach(frame -> out.println("    " + Visible.line(describe(frame))));
  }

  private static String describe(Finding finding, PageFault fault) {
    String address = finding.report().faultAddress().map(a -> " at " + a).orElse("");
    return fault.mode() + " " + fault.access() + address + ": " + fault.cause();
  }

  private static String describe(CrashedTask task) {
    StringBuilder text = new StringBuilder("task " + task.comm());
    task.pid().ifPresent(pid -> text.append(", pid ").append(pid));
    task.cpu().ifPresent(cpu -> text.append(", CPU ").append(cpu));
    return text.toString();
  }

  private static String describe(StackFrame frame) {
    String offset = frame.size() == 0 ? "" : "+0x%x/0x%x".formatted(frame.offset(), frame.size());
    return frame.function()
        + offset
        + frame.module().map(m -> " [" + m + "]").orElse("")
        + frame.source().map(s -> " " + s).orElse("")
        + (frame.inlined() ? " (inlined)" : "");
  }
}
