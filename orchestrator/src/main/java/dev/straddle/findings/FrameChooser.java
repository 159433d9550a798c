package dev.straddle.findings;

import dev.straddle.model.StackFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the guilty function in a call trace. */
final class FrameChooser {

  /**
   * A function, and what else it may be called.
   *
   * @param name for the title
   * @param others by which others may call it: as the kernel printed it, and without one prefix
   */
  record Choice(String name, List<String> others) {
    static Choice of(String name) {
      List<String> spellings = FunctionNames.spellings(name);
      return new Choice(spellings.get(0), spellings.subList(1, spellings.size()));
    }
  }

  /** What a title rule passes over. */
  record Filter(FunctionNames skip) {
    static final Filter NONE = new Filter(new FunctionNames(List.of()));
  }

  private final List<FunctionNames> plumbing = new ArrayList<>();
  private final Map<String, FunctionNames> stalling;
  private final Map<String, FunctionNames> waiting;
  private final FunctionNames anchors;

  FrameChooser(Rules rules) {
    rules.plumbing().forEach(g -> plumbing.add(new FunctionNames(g.functions())));
    stalling = names(rules.sameName().get("stall"));
    waiting = names(rules.sameName().get("waiting"));
    anchors = new FunctionNames(rules.anchors());
  }

  /** The first function that the filter lets through. */
  Optional<Choice> first(List<StackFrame> trace, Filter filter) {
    for (StackFrame frame : trace) {
      if (!mayBeNamed(frame)) {
        continue;
      }
      String name = FunctionNames.plain(frame.function());
      if (isBlamable(name, filter)) {
        return Optional.of(Choice.of(name));
      }
    }
    return Optional.empty();
  }

  /** What a hanging task waits for under the name that many share, or the first function. */
  Optional<Choice> waiting(List<StackFrame> trace, Filter filter) {
    return trace.stream()
        .filter(FrameChooser::mayBeNamed)
        .map(frame -> FunctionNames.plain(frame.function()))
        .filter(name -> isBlamable(name, Filter.NONE))
        .flatMap(name -> shared(name, waiting).stream())
        .findFirst()
        .or(() -> first(trace, filter));
  }

  /**
   * The function just inside the innermost anchor; before that, any function that goes under a
   * shared name. Without an anchor, the first function.
   */
  Optional<Choice> anchored(List<StackFrame> trace, Filter filter) {
    String inside = null;
    for (StackFrame frame : trace) {
      String name = FunctionNames.plain(frame.function());
      if (!mayBeNamed(frame) || !isBlamable(name, filter)) {
        continue;
      }
      Optional<Choice> shared = shared(name, stalling);
      if (shared.isPresent()) {
        return shared;
      }
      if (anchors.contains(FunctionNames.withoutSyscallPrefix(name))) {
        return Optional.of(Choice.of(inside == null ? name : inside));
      }
      inside = name;
    }
    return first(trace, filter);
  }

  /**
   * Whether a console can be named after the frame. Callers that only debug information knows are
   * left out, so that a console has one name, whether or not somebody has decoded its trace.
   */
  static boolean mayBeNamed(StackFrame frame) {
    return frame.reliable() && !frame.inlined();
  }

  boolean isBlamable(String name, Filter filter) {
    return !filter.skip().contains(name) && plumbing.stream().noneMatch(g -> g.contains(name));
  }

  private static Optional<Choice> shared(String name, Map<String, FunctionNames> groups) {
    return groups.entrySet().stream()
        .filter(group -> group.getValue().contains(name))
        .map(Map.Entry::getKey)
        .map(shared -> new Choice(shared, shared.equals(name) ? List.of() : List.of(name)))
        .findFirst();
  }

  private static Map<String, FunctionNames> names(Map<String, List<String>> groups) {
    Map<String, FunctionNames> names = new LinkedHashMap<>();
    groups.forEach((name, functions) -> names.put(name, new FunctionNames(functions)));
    return names;
  }
}
