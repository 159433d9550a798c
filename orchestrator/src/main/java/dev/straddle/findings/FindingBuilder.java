package dev.straddle.findings;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.straddle.model.Address;
import dev.straddle.model.Finding;
import dev.straddle.model.StackFrame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Turns the lines of a report into a finding. */
final class FindingBuilder {

  private static final String UNKNOWN_FRAME = "corrupted";
  private static final String PAGE_FAULT = "page-fault";
  private static final String INLINE = "[inline]";
  private static final int MAX_FRAMES = 256;

  private final FrameChooser chooser;
  private final GuiltyFunction guilty;

  FindingBuilder(FrameChooser chooser) {
    this.chooser = chooser;
    this.guilty = new GuiltyFunction(chooser);
  }

  /** The finding, or nothing when no title of the header fits the report. */
  Optional<Finding> build(OpenReport report) {
    HeaderTable.Entry entry = report.header().entry();
    List<String> extract = report.lines().stream().map(ConsoleLine::text).toList();
    List<String> printed = extract.stream().filter(text -> !text.endsWith(INLINE)).toList();
    String headerText = headerText(report, printed);
    String whole = String.join("\n", printed);
    for (HeaderTable.Naming naming : entry.namings()) {
      Map<String, String> words = new LinkedHashMap<>();
      if (naming.when().isPresent() && !collect(naming.when().get().matcher(headerText), words)) {
        continue;
      }
      if (naming.where().isPresent() && !collect(naming.where().get().matcher(whole), words)) {
        continue;
      }
      return Optional.of(finding(report, naming, words, headerText, extract));
    }
    return Optional.empty();
  }

  /** The header as the kernel printed it: decoded consoles repeat it for each inlined caller. */
  private static String headerText(OpenReport report, List<String> printed) {
    String first = report.headerLine().text();
    return first.endsWith(INLINE)
        ? printed.stream()
            .filter(text -> text.contains(report.header().entry().text()))
            .findFirst()
            .orElse(first)
        : first;
  }

  private Finding finding(
      OpenReport report,
      HeaderTable.Naming naming,
      Map<String, String> words,
      String headerText,
      List<String> extract) {
    OpenReport.Trace found = trace(report, naming);
    List<StackFrame> trace = found.frames();
    RuleFamily.Title rule = naming.title();
    boolean wantsFrame = rule.title().contains("{frame}");
    Optional<GuiltyFunction.Found> function =
        wantsFrame
            ? guilty.of(report, naming, words, headerText, found.callers())
            : Optional.empty();
    Optional<FrameChooser.Choice> choice = function.map(GuiltyFunction.Found::choice);
    Optional<String> frame = choice.map(FrameChooser.Choice::name);
    boolean frameless = wantsFrame && frame.isEmpty();
    boolean damaged =
        rule.damaged() || frameless || function.filter(GuiltyFunction.Found::guessed).isPresent();
    words.put("frame", frame.orElse(UNKNOWN_FRAME));
    words.putIfAbsent("text", report.headerLine().text().substring(report.header().position()));
    String title =
        frameless && rule.frameless() != null
            ? fill(rule.frameless(), words)
            : fill(rule.title(), words);
    TreeSet<String> alternatives = new TreeSet<>();
    rule.alternatives().forEach(t -> alternatives.add(fill(t, words)));
    for (String other : choice.map(FrameChooser.Choice::others).orElse(List.of())) {
      words.put("frame", other);
      alternatives.add(fill(rule.title(), words));
      rule.alternatives().forEach(t -> alternatives.add(fill(t, words)));
    }
    String type = rule.type() == null ? report.header().entry().family().type() : rule.type();
    String kind = report.header().entry().family().family();
    Map<String, Address> registers = ReportDetails.registers(extract);
    boolean pageFault = kind.equals(PAGE_FAULT);
    ConsoleLine first = report.lines().get(0);
    boolean partial = damaged || wantsFrame && isCut(report, trace);
    return new Finding(
        kind,
        fill(type, words),
        title,
        List.copyOf(alternatives),
        Signature.of(
            kind, title, rule.frame().contains(RuleFamily.FrameSource.ANCHORED), trace, chooser),
        place(first, report.last()),
        new Finding.Report(
            extract,
            frame,
            trace.subList(0, Math.min(trace.size(), MAX_FRAMES)),
            registers,
            pageFault
                ? ReportDetails.faultAddress(report.headerLine().text(), registers)
                : ReportDetails.accessedAddress(extract),
            pageFault ? ReportDetails.pageFault(extract) : Optional.empty(),
            ReportDetails.task(extract),
            ReportDetails.taint(extract)),
        new Finding.Aftermath(report.panicked(), Optional.empty()),
        new Finding.Evidence(
            partial,
            report.headerLine().origin().forms(),
            Optional.of(certainty(report, partial))));
  }

  /** Parts of a dump may stand in the other order. */
  private static Finding.Place place(ConsoleLine first, ConsoleLine last) {
    return new Finding.Place(
        Math.min(first.number(), last.number()),
        Math.max(first.number(), last.number()),
        Math.min(first.startByte(), last.startByte()),
        Math.max(first.endByte(), last.endByte()));
  }

  private static Finding.Certainty certainty(OpenReport report, boolean partial) {
    ConsoleLine.Origin origin = report.headerLine().origin();
    if (partial || !origin.atStart()) {
      return Finding.Certainty.POSSIBLE;
    }
    return origin.ofKernel() ? Finding.Certainty.CERTAIN : Finding.Certainty.LIKELY;
  }

  /** Whether the report ends behind the instruction pointer, so that no caller is known. */
  private static boolean isCut(OpenReport report, List<StackFrame> trace) {
    return trace.size() == 1
        && !report.looksComplete()
        && report.lines().stream().noneMatch(line -> ReportText.announcesTrace(line.text()));
  }

  private static OpenReport.Trace trace(OpenReport report, HeaderTable.Naming naming) {
    int from = -1;
    for (Pattern after : naming.stackAfter()) {
      int line = report.find(after, from + 1);
      if (line < 0) {
        break;
      }
      from = line;
    }
    return from < 0 ? report.trace(0, false) : report.trace(from, true);
  }

  private static boolean collect(Matcher matcher, Map<String, String> words) {
    if (!matcher.find()) {
      return false;
    }
    for (String name : matcher.pattern().namedGroups().keySet()) {
      if (matcher.group(name) != null) {
        words.put(name, matcher.group(name));
      }
    }
    return true;
  }

  private static String fill(String template, Map<String, String> words) {
    String out = template;
    for (Map.Entry<String, String> word : words.entrySet()) {
      out =
          out.replace("{" + word.getKey() + "}", word.getValue())
              .replace("{" + word.getKey() + "^}", word.getValue().toUpperCase(Locale.ROOT))
              .replace("{" + word.getKey() + "~}", Words.generalise(word.getValue()));
    }
    return out;
  }
}
