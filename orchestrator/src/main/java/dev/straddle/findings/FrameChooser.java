package dev.straddle.findings;

import dev.straddle.model.StackFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the guilty function in a call trace. */
final class FrameChooser {

  private final FunctionNames plumbing;
  private final Map<String, FunctionNames> anchors = new LinkedHashMap<>();

  FrameChooser(Rules rules) {
    List<String> names = new ArrayList<>();
    rules.plumbing().forEach(group -> names.addAll(group.functions()));
    plumbing = new FunctionNames(names);
    rules.anchors().forEach((name, functions) -> anchors.put(name, new FunctionNames(functions)));
  }

  /** The first function that is neither plumbing nor in {@code skip}. */
  Optional<String> first(List<StackFrame> trace, FunctionNames skip) {
    for (StackFrame frame : trace) {
      String name = FunctionNames.plain(frame.function());
      if (isBlamable(name, skip)) {
        return Optional.of(FunctionNames.withoutSyscallPrefix(name));
      }
    }
    return Optional.empty();
  }

  /** The function just inside the innermost anchor; without an anchor, the first one. */
  Optional<String> anchored(List<StackFrame> trace, String anchorName, FunctionNames skip) {
    FunctionNames anchor = anchors.get(anchorName);
    String candidate = null;
    for (StackFrame frame : trace) {
      String name = FunctionNames.plain(frame.function());
      if (anchor.contains(name) && candidate != null) {
        return Optional.of(FunctionNames.withoutSyscallPrefix(candidate));
      }
      if (isBlamable(name, skip)) {
        candidate = name;
      }
    }
    return first(trace, skip);
  }

  boolean isBlamable(String name, FunctionNames skip) {
    return !plumbing.contains(name) && !skip.contains(name);
  }
}
