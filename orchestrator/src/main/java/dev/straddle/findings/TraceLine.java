package dev.straddle.findings;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.straddle.model.StackFrame;
import java.util.Optional;

/** Reads lines of a call trace and the instruction-pointer lines around it. */
final class TraceLine {

  /** A function name as {@code %pS} and addr2line print it, Rust paths included. */
  static final String NAME = "[A-Za-z_<][A-Za-z0-9_.$:<>]*";

  private static final String ADDRESS =
      "(?:\\[<[0-9a-f(_)ptrval]+>\\] *|<[0-9a-f]{8,16}> *|\\[[0-9a-f]{16}\\] *)";

  private static final Pattern FRAME =
      Pattern.compile(
          "^\\s*(?:</?[A-Za-z0-9#_]+>\\s+)*"
              + ADDRESS
              + "*(\\?\\s+)?("
              + NAME
              + ")(?:\\+0x([0-9a-f]+)/0x([0-9a-f]+))?"
              + "(?: \\[([A-Za-z0-9_]+)[^\\]]*\\])?"
              + "(?: ([A-Za-z0-9_./+-]+:[0-9]+))?( \\[inline\\])?(?: \\([A-Z]+\\))?\\s*$");

  private static final Pattern POINTER =
      Pattern.compile(
          "^\\s*(?:RIP|IP|EIP|PC|pc|epc|NIP)(?: is at | : |:? )\\s*(?:([0-9a-f]{4}):)?"
              + ADDRESS
              + "*\\s*("
              + NAME
              + ")(?:\\+0x([0-9a-f]+)/0x([0-9a-f]+))?"
              + "(?: \\[([A-Za-z0-9_]+)[^\\]]*\\])?"
              + "(?: ([A-Za-z0-9_./+-]+:[0-9]+))?( \\[inline\\])?.*$");

  private TraceLine() {}

  /** Whether the text is worth the closer look of {@link #frame}. */
  static boolean mayBe(String text) {
    return text.contains("+0x") || text.endsWith("[inline]");
  }

  /** The frame in a line of a call trace. */
  static Optional<StackFrame> frame(String text) {
    if (!mayBe(text) && text.indexOf(".c:") < 0) {
      return Optional.empty();
    }
    Matcher m = FRAME.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    boolean inlined = m.group(7) != null;
    if (m.group(3) == null && m.group(6) == null) {
      return Optional.empty();
    }
    return Optional.of(
        new StackFrame(
            m.group(2),
            hex(m.group(3)),
            hex(m.group(4)),
            Optional.ofNullable(m.group(5)),
            m.group(1) == null,
            Optional.ofNullable(m.group(6)),
            inlined));
  }

  /** The function in which the processor stood; empty for user-space addresses. */
  static Optional<StackFrame> pointer(String text) {
    if (text.indexOf("IP") < 0 && text.indexOf("PC") < 0 && text.indexOf("pc") < 0) {
      return Optional.empty();
    }
    Matcher m = POINTER.matcher(text);
    if (!m.matches() || m.group(3) == null && m.group(6) == null) {
      return Optional.empty();
    }
    return Optional.of(
        new StackFrame(
            m.group(2),
            hex(m.group(3)),
            hex(m.group(4)),
            Optional.ofNullable(m.group(5)),
            true,
            Optional.ofNullable(m.group(6)),
            m.group(7) != null));
  }

  private static long hex(String digits) {
    return digits == null || digits.length() > 15 ? 0 : Long.parseLong(digits, 16);
  }
}
