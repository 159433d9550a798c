package dev.straddle.findings;

import dev.straddle.disk.Digest;
import dev.straddle.model.StackFrame;
import java.util.ArrayList;
import java.util.List;

/** Names a crash so that two consoles of one bug agree, whatever the build, the CPU or KASLR. */
final class Signature {

  private static final int CALLERS = 2;
  private static final int BYTES = 8;

  private Signature() {}

  /**
   * Made from the title and the next two callers that are not plumbing: the same function may crash
   * for several callers. Where a task hangs differs from run to run, so hangs go by title alone.
   */
  static String of(
      String kind,
      String title,
      boolean byTitleAlone,
      List<StackFrame> trace,
      FrameChooser chooser) {
    StringBuilder text = new StringBuilder(title);
    if (!byTitleAlone) {
      callers(title, trace, chooser).forEach(name -> text.append('\n').append(name));
    }
    return kind + "-" + Digest.ofText(text.toString()).substring(0, 2 * BYTES);
  }

  private static List<String> callers(String title, List<StackFrame> trace, FrameChooser chooser) {
    List<String> callers = new ArrayList<>();
    for (StackFrame frame : trace) {
      String name = FunctionNames.plain(frame.function());
      if (FrameChooser.mayBeNamed(frame)
          && chooser.isBlamable(name, FrameChooser.Filter.NONE)
          && !title.endsWith(" " + FunctionNames.withoutSyscallPrefix(name))
          && !callers.contains(name)) {
        callers.add(name);
        if (callers.size() == CALLERS) {
          break;
        }
      }
    }
    return callers;
  }
}
