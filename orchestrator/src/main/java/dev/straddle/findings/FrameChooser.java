package dev.straddle.findings;

import dev.straddle.model.StackFrame;
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
  }

  private final Map<String, FunctionNames> plumbing = new LinkedHashMap<>();
  private final Map<String, FunctionNames> sameName = new LinkedHashMap<>();
  private final Map<String, FunctionNames> anchors = new LinkedHashMap<>();

  FrameChooser(Rules rules) {
    rules.plumbing().forEach(g -> plumbing.put(g.group(), new FunctionNames(g.functions())));
    rules.sameName().forEach((name, functions) -> sameName.put(name, new FunctionNames(functions)));
    rules.anchors().forEach((name, functions) -> anchors.put(name, new FunctionNames(functions)));
  }

  /** The first function that the filter lets through. */
  Optional<Choice> first(List<StackFrame> trace, Filter filter) {
    for (StackFrame frame : trace) {
      if (!frame.reliable()) {
        continue;
      }
      String name = FunctionNames.plain(frame.function());
      if (isBlamable(name, filter)) {
        return Optional.of(Choice.plain(name));
      }
    }
    return Optional.empty();
  }

  /** The first function of a hanging task, under the name that its group shares. */
  Optional<Choice> waiting(List<StackFrame> trace, Filter filter) {
    for (StackFrame frame : trace) {
      if (!frame.reliable()) {
        continue;
      }
      String name = FunctionNames.plain(frame.function());
      if (isBlamable(name, filter)) {
        return Optional.of(common(name));
      }
    }
    return Optional.empty();
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
      if (!frame.reliable()) {
        continue;
      }
      String name = FunctionNames.plain(frame.function());
      if (anchor.contains(name)) {
        if (candidate != null) {
          return Optional.of(common(candidate));
        }
        if (isBlamable(name, filter)) {
          candidate = name;
        }
      } else if (shared(name).isPresent()) {
        return Optional.of(common(name));
      } else if (isBlamable(name, filter)) {
        candidate = name;
      }
    }
    return Optional.empty();
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

  private Choice common(String name) {
    Optional<String> shared = shared(name);
    if (shared.isPresent()) {
      return new Choice(shared.get(), shared.get().equals(name) ? List.of() : List.of(name));
    }
    String bare = FunctionNames.withoutSyscallPrefix(name);
    return FunctionNames.isSyscallWrapper(name)
        ? new Choice("sys_" + bare, List.of(name))
        : new Choice(bare, bare.equals(name) ? List.of() : List.of(name));
  }

  private Optional<String> shared(String name) {
    return sameName.entrySet().stream()
        .filter(group -> group.getValue().contains(name))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
