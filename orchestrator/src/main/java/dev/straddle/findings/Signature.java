package dev.straddle.findings;

import dev.straddle.model.StackFrame;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
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
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return kind + "-" + HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
