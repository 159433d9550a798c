package dev.straddle.findings;

import dev.straddle.model.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the function that a report is named after: where its rule says, else wherever one stands.
 */
final class GuiltyFunction {

  /**
   * A function, and where it was found.
   *
   * @param guessed whether the rule found none, so that the best of what stands there was taken
   */
  record Found(FrameChooser.Choice choice, boolean guessed) {}

  private static final Set<String> MONTHS =
      Set.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private final FrameChooser chooser;

  GuiltyFunction(FrameChooser chooser) {
    this.chooser = chooser;
  }

  /**
   * The function.
   *
   * @param words the groups of the rule's expressions
   * @param header the line that they were found in
   */
  Optional<Found> of(
      OpenReport report,
      HeaderTable.Naming naming,
      Map<String, String> words,
      String header,
      List<StackFrame> callers) {
    FrameChooser.Filter filter = new FrameChooser.Filter(naming.skip());
    List<StackFrame> all = allFrames(report);
    repair(words, "frame", header, all);
    repair(words, "held", header, all);
    Optional<FrameChooser.Choice> choice = choose(naming, words, callers, filter);
    if (choice.isPresent()) {
      return choice.map(c -> new Found(c, false));
    }
    return guess(naming, words, callers, all, filter).map(c -> new Found(c, true));
  }

  private Optional<FrameChooser.Choice> choose(
      HeaderTable.Naming naming,
      Map<String, String> words,
      List<StackFrame> trace,
      FrameChooser.Filter filter) {
    for (RuleFamily.FrameSource source : naming.title().frame()) {
      Optional<FrameChooser.Choice> found =
          switch (source) {
            case HEADER -> named(words.get("frame"), filter);
            case TOLD ->
                Optional.ofNullable(words.get("frame"))
                    .map(f -> new FrameChooser.Choice(FunctionNames.plain(f), List.of()));
            case HELD -> named(words.get("held"), filter);
            case TRACE -> chooser.first(trace, filter);
            case ANCHORED -> chooser.anchored(trace, filter);
            case WAITING -> chooser.waiting(trace, filter);
          };
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Frames that the unwinder does not vouch for, where there are no others; then what the header
   * names, be it plumbing; then any function at all.
   */
  private Optional<FrameChooser.Choice> guess(
      HeaderTable.Naming naming,
      Map<String, String> words,
      List<StackFrame> callers,
      List<StackFrame> all,
      FrameChooser.Filter filter) {
    List<StackFrame> trace = vouchedFor(callers.isEmpty() ? all : callers);
    return choose(naming, words, trace, filter)
        .or(() -> chooser.first(vouchedFor(all), filter))
        .or(
            () ->
                Optional.ofNullable(words.get("frame"))
                    .map(FunctionNames::plain)
                    .map(FrameChooser.Choice::of))
        .or(
            () ->
                trace.stream()
                    .findFirst()
                    .map(frame -> FrameChooser.Choice.of(FunctionNames.plain(frame.function()))));
  }

  private static List<StackFrame> vouchedFor(List<StackFrame> frames) {
    return frames.stream()
        .filter(frame -> !frame.inlined())
        .map(
            f ->
                new StackFrame(
                    f.function(), f.offset(), f.size(), f.module(), true, f.source(), false))
        .toList();
  }

  private static List<StackFrame> allFrames(OpenReport report) {
    List<StackFrame> frames = new ArrayList<>();
    for (ConsoleLine line : report.lines()) {
      TraceLine.pointer(line.text()).or(() -> TraceLine.frame(line.text())).ifPresent(frames::add);
    }
    return frames;
  }

  /** A name that the end of a cut line cut is completed from the trace; what is no name goes. */
  private static void repair(
      Map<String, String> words, String group, String header, List<StackFrame> frames) {
    String name = words.get(group);
    if (name == null) {
      return;
    }
    if (!isName(name)) {
      words.remove(group);
    } else if (header.stripTrailing().endsWith(name)) {
      frames.stream()
          .map(StackFrame::function)
          .filter(f -> f.length() > name.length() && f.startsWith(name))
          .findFirst()
          .filter(f -> frames.stream().noneMatch(other -> other.function().equals(name)))
          .ifPresent(f -> words.put(group, f));
    }
  }

  /** Whether it is not an address or a month, which stand where names do in damaged lines. */
  private static boolean isName(String name) {
    return !MONTHS.contains(name)
        && !(name.startsWith("<") && name.endsWith(">") && isNumber(name.substring(1)))
        && !isNumber(name);
  }

  private static boolean isNumber(String name) {
    String digits = name.endsWith(">") ? name.substring(0, name.length() - 1) : name;
    return digits.length() >= 8 && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private Optional<FrameChooser.Choice> named(String function, FrameChooser.Filter filter) {
    return Optional.ofNullable(function)
        .map(FunctionNames::plain)
        .filter(f -> chooser.isBlamable(f, filter))
        .map(FrameChooser.Choice::of);
  }
}
