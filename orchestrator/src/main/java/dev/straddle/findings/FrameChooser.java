package dev.straddle.findings;

import dev.straddle.model.StackFrame;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the guilty function in a call trace. */
final class FrameChooser {

  /**
   * A function, and what else it may be called.
   *
   * @param name for the title
   * @param others by which others may call it: as the kernel printed it, and without wrappers
   */
  record Choice(String name, List<String> others) {
    static Choice plain(String name) {
      String bare = FunctionNames.withoutSyscallPrefix(name);
      return new Choice(
          bare, FunctionNames.isSyscallWrapper(name) ? List.of(name, "sys_" + bare) : List.of());
    }
  }

  /** What a title rule passes over. */
  record Filter(FunctionNames skip, Set<String> keep) {
    static final Filter NONE = new Filter(new FunctionNames(List.of()), Set.of());

    /** The same, but for the loops that run what others queued: better than no name at all. */
    Filter asLastResort() {
      Set<String> kept = new HashSet<>(keep);
      kept.add("loops that run what others queued");
      return new Filter(skip, kept);
    }
  }

  private final Map<String, FunctionNames> plumbing = new LinkedHashMap<>();
  private final Map<String, FunctionNames> stalling;
  private final Map<String, FunctionNames> waiting;
  private final Map<String, FunctionNames> anchors = new LinkedHashMap<>();

  FrameChooser(Rules rules) {
    rules.plumbing().forEach(g -> plumbing.put(g.group(), new FunctionNames(g.functions())));
    stalling = names(rules.sameName().get("stall"));
    waiting = names(rules.sameName().get("waiting"));
    rules.anchors().forEach((name, functions) -> anchors.put(name, new FunctionNames(functions)));
  }

  /** The first function that the filter lets through. */
  Optional<Choice> first(List<StackFrame> trace, Filter filter) {
    for (StackFrame frame : trace) {
      if (!mayBeNamed(frame)) {
        continue;
      }
      String name = FunctionNames.plain(frame.function());
      if (isBlamable(name, filter)) {
        return Optional.of(Choice.plain(name));
      }
    }
    return Optional.empty();
  }

  /** What a hanging task waits for under the name that many share, or the first function. */
  Optional<Choice> waiting(List<StackFrame> trace, Filter filter) {
    return trace.stream()
        .filter(FrameChooser::mayBeNamed)
        .flatMap(frame -> shared(FunctionNames.plain(frame.function()), waiting).stream())
        .findFirst()
        .or(() -> first(trace, filter));
  }

  /**
   * The function just inside the innermost anchor that has one; before that, any function that goes
   * under a shared name. Without an anchor, the first function.
   */
  Optional<Choice> anchored(List<StackFrame> trace, List<String> anchorNames, Filter filter) {
    for (String name : anchorNames) {
      Optional<Choice> choice = anchored(trace, anchors.get(name), filter);
      if (choice.isPresent()) {
        return choice;
      }
    }
    return first(trace, filter);
  }

  private Optional<Choice> anchored(List<StackFrame> trace, FunctionNames anchor, Filter filter) {
    String candidate = null;
    for (StackFrame frame : trace) {
      if (!mayBeNamed(frame)) {
        continue;
      }
      String name = FunctionNames.plain(frame.function());
      if (anchor.contains(name)) {
        if (candidate != null) {
          return Optional.of(stalling(candidate));
        }
        if (isBlamable(name, filter)) {
          candidate = name;
        }
      } else if (shared(name, stalling).isPresent()) {
        return shared(name, stalling);
      } else if (isBlamable(name, filter)) {
        candidate = name;
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a console can be named after the frame. Callers that only debug information knows are
   * left out, so that a console has one name, whether or not somebody has decoded its trace.
   */
  static boolean mayBeNamed(StackFrame frame) {
    return frame.reliable() && !frame.inlined();
  }

  boolean isBlamable(String name, Filter filter) {
    if (filter.skip().contains(name)) {
      return false;
    }
    for (Map.Entry<String, FunctionNames> group : plumbing.entrySet()) {
      if (group.getValue().contains(name) && !filter.keep().contains(group.getKey())) {
        return false;
      }
    }
    return true;
  }

  private Choice stalling(String name) {
    String bare = FunctionNames.withoutSyscallPrefix(name);
    return shared(name, stalling)
        .orElseGet(
            () ->
                FunctionNames.isSyscallWrapper(name)
                    ? new Choice("sys_" + bare, List.of(name))
                    : new Choice(bare, bare.equals(name) ? List.of() : List.of(name)));
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
