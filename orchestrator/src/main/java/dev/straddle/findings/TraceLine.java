package dev.straddle.findings;

import dev.straddle.model.StackFrame;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads lines of a call trace and the instruction-pointer lines around it. */
final class TraceLine {

  /** A function name as {@code %pS} and addr2line print it, as a regular expression. */
  static final String NAME = "[A-Za-z_<][A-Za-z0-9_.$:<>]*";

  private static final String[] POINTERS = {
    "RIP: ",
    "IP: ",
    "EIP: ",
    "EIP; ",
    "PC; ",
    "RIP; ",
    "NIP; ",
    "[ERET  ]: ",
    "EIP is at ",
    "RIP is at ",
    "PC is at ",
    "pc is at ",
    "ip is at ",
    "PC: ",
    "pc : ",
    "pc: ",
    "epc : ",
    "epc   : ",
    "epc: ",
    "era : ",
    "ERA: ",
    "ERA   : ",
    "TPC: ",
    "IAOQ[0]: ",
    "NIP ",
    "Krnl PSW : "
  };

  /** Before each line of a trace that ksymoops decoded. */
  private static final String DECODED = "Trace; ";

  private static final Pattern FUNCTION_LAST =
      Pattern.compile("\\+0x[0-9a-f]+/0x[0-9a-f]+(?: \\[[\\w-]+[^\\]]*\\])?[)>]?\\s*$");

  /** Behind a function of x86-64 before 2.6.19. */
  private static final String START = "+0}";

  private final String text;
  private int at;

  private TraceLine(String text) {
    this.text = text;
  }

  /** Whether the text is worth the closer look of {@link #frame}. */
  static boolean mayBe(String text) {
    return text.contains("+0x")
        || text.endsWith("[inline]")
        || text.contains(">{")
        || text.startsWith(DECODED)
        || text.contains(" [kernel] 0x");
  }

  /** Whether the text ends with a function, its offset and its size, as no sentence does. */
  static boolean namesFunction(String text) {
    return text.contains("+0x") && FUNCTION_LAST.matcher(text).find();
  }

  /** The frame in a line of a call trace. */
  static Optional<StackFrame> frame(String text) {
    if (!mayBe(text) && !text.contains(".c:")) {
      return Optional.empty();
    }
    TraceLine line = new TraceLine(text);
    line.skipSpaces();
    line.skipStackNames();
    line.skipCallee();
    if (line.skip(DECODED)) {
      line.skipWords();
    }
    return line.location().map(frame -> text.contains(START) ? doubted(frame) : frame);
  }

  /** No call returns to the start of a function: what points there lay on the stack by chance. */
  private static StackFrame doubted(StackFrame f) {
    return new StackFrame(
        f.function(), f.offset(), f.size(), f.module(), false, f.source(), f.inlined());
  }

  /** The function in which the processor stood; empty for user-space addresses. */
  static Optional<StackFrame> pointer(String text) {
    TraceLine line = new TraceLine(text);
    line.skipSpaces();
    for (String pointer : POINTERS) {
      if (text.startsWith(pointer, line.at)) {
        line.at += pointer.length();
        line.skipSpaces();
        line.skipSegment();
        line.skipWords();
        return line.location();
      }
    }
    return Optional.empty();
  }

  private Optional<StackFrame> location() {
    skipAddresses();
    boolean reliable = !skip("? ") && !text.endsWith("(unreliable)");
    skipSpaces();
    boolean braced = skip("{");
    if (at + 1 < text.length() && text.charAt(at) == '.' && isName(text.charAt(at + 1), true)) {
      // powerpc's entry points, beside descriptors of the same name.
      at++;
    }
    Optional<String> owner = owner();
    int nameEnd = nameEnd();
    if (nameEnd == at) {
      return Optional.empty();
    }
    String name = text.substring(at, nameEnd);
    at = nameEnd;
    long offset = 0;
    long size = 0;
    boolean decoded =
        text.startsWith(DECODED) || text.lastIndexOf("P; ", 3) > 0 || text.startsWith("PC; ");
    boolean placed = skip("+0x") || decoded && skip("+");
    if (placed) {
      offset = hex();
      size = skip("/0x") || decoded && skip("/") ? hex() : 0;
    } else if (braced) {
      // x86-64 before 2.6.19: {function+12}
      placed = skip("+") && at < text.length() && Character.isDigit(text.charAt(at));
      at = placed ? text.length() : at;
    }
    Optional<String> module = owner.or(this::bracketed);
    if (!placed && module.isPresent() && skip(" 0x")) {
      // As 2.4 printed it: function [module] 0x12
      offset = hex();
      placed = true;
      at = text.length();
    }
    Optional<String> source = source();
    if (placed && at < text.length() && ")>,".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (!placed && source.isEmpty() || at < text.length() && text.charAt(at) > ' ') {
      return Optional.empty();
    }
    return Optional.of(
        new StackFrame(
            name, offset, size, module, reliable, source, text.startsWith(" [inline]", at)));
  }

  /** The module in {@code :module:function+0x10/0x20}, as x86-64 wrote it before 2.6.25. */
  private Optional<String> owner() {
    int end = text.startsWith(":", at) ? text.indexOf(':', at + 1) : -1;
    if (end < 0 || end + 1 >= text.length() || !isName(text.charAt(end + 1), true)) {
      return Optional.empty();
    }
    String module = text.substring(at + 1, end);
    at = end + 1;
    return Optional.of(module);
  }

  /** Marks such as {@code <IRQ>} or {@code </TASK>} before the frame. */
  private void skipStackNames() {
    while (at < text.length() && text.charAt(at) == '<') {
      int end = at + 1;
      while (end < text.length() && isStackName(text.charAt(end))) {
        end++;
      }
      if (end + 1 >= text.length() || text.charAt(end) != '>' || text.charAt(end + 1) > ' ') {
        return;
      }
      at = end + 1;
      skipSpaces();
    }
  }

  private static boolean isStackName(char c) {
    return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '#' || c == '_' || c == '/';
  }

  /** The function called, where ARM names both: {@code callee from caller+0x10/0x20}. */
  private void skipCallee() {
    int from = text.indexOf(" from ", at);
    if (from > 0) {
      at = from + 6;
      skipAddresses();
      skip("(");
    }
  }

  /** The function called in {@code callee from caller+0x10/0x20}, with or without brackets. */
  static Optional<StackFrame> callee(String text) {
    int from = text.indexOf(" from ");
    if (from < 0) {
      return Optional.empty();
    }
    TraceLine line = new TraceLine(text.substring(0, from));
    line.skipAddresses();
    line.skip("(");
    int end = line.nameEnd();
    return end == line.at
        ? Optional.empty()
        : Optional.of(
            new StackFrame(
                line.text.substring(line.at, end),
                0,
                0,
                Optional.empty(),
                true,
                Optional.empty(),
                false));
  }

  /** Registers before the name: s390's mask and address, MIPS's address; and what opens it. */
  private void skipWords() {
    while (true) {
      skipSpaces();
      int end = at;
      while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
        end++;
      }
      boolean number = end - at >= 8 && (end == text.length() || text.charAt(end) == ' ');
      if (!number) {
        break;
      }
      at = end;
    }
    if (at < text.length() && "(<".indexOf(text.charAt(at)) >= 0 && text.indexOf('+', at) > 0) {
      boolean address = at + 9 < text.length() && isHex(at + 1, at + 9);
      at += address ? 0 : 1;
    }
  }

  /** The code segment in {@code RIP: 0010:…}. */
  private void skipSegment() {
    if (at + 5 <= text.length() && text.charAt(at + 4) == ':' && isHex(at, at + 4)) {
      at += 5;
    }
  }

  /** Addresses as {@code [<ffffffff81000000>]}, {@code <…>} or {@code [c000000000000000]}. */
  private void skipAddresses() {
    while (true) {
      skipSpaces();
      int start = at;
      boolean square = skip("[");
      boolean angle = skip("<");
      int end = at;
      while (end < text.length() && isAddress(text.charAt(end))) {
        end++;
      }
      boolean longEnough = end - at >= 8;
      at = end;
      if (!square && !angle || !longEnough || angle && !skip(">") || square && !skip("]")) {
        at = start;
        return;
      }
    }
  }

  private static boolean isAddress(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || "(_)ptrvl".indexOf(c) >= 0;
  }

  private int nameEnd() {
    int end = at;
    while (end < text.length() && isName(text.charAt(end), end == at)) {
      end++;
    }
    return end;
  }

  private static boolean isName(char c, boolean first) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || c == '<'
        || !first && (c >= '0' && c <= '9' || c == '.' || c == '$' || c == ':' || c == '>');
  }

  /** A module in {@code [name]}, with whatever build id stands behind it. */
  private Optional<String> bracketed() {
    if (!text.startsWith(" [", at) || text.startsWith(" [inline]", at)) {
      return Optional.empty();
    }
    int close = text.indexOf(']', at);
    if (close < 0) {
      return Optional.empty();
    }
    int end = at + 2;
    while (end < close && isName(text.charAt(end), false)) {
      end++;
    }
    String module = text.substring(at + 2, end);
    at = close + 1;
    return Optional.of(module);
  }

  /** {@code file:line}. */
  private Optional<String> source() {
    if (at >= text.length() || text.charAt(at) != ' ') {
      return Optional.empty();
    }
    int end = text.indexOf(' ', at + 1);
    String word = end < 0 ? text.substring(at + 1) : text.substring(at + 1, end);
    int colon = word.lastIndexOf(':');
    if (colon <= 0 || word.indexOf('.') < 0 || !digits(word, colon + 1)) {
      return Optional.empty();
    }
    at += 1 + word.length();
    return Optional.of(word);
  }

  private static boolean digits(String word, int from) {
    for (int i = from; i < word.length(); i++) {
      if (word.charAt(i) < '0' || word.charAt(i) > '9') {
        return false;
      }
    }
    return from < word.length();
  }

  private long hex() {
    long value = 0;
    while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0) {
      value = value << 4 | Character.digit(text.charAt(at), 16);
      at++;
    }
    return value;
  }

  private boolean isHex(int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean skip(String expected) {
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  private void skipSpaces() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }
}
