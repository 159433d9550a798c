package dev.straddle.findings;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the header in a line: the first of the table that fits, so order rules by how much they
 * say.
 */
final class HeaderTable {

  /** A header ready for use. */
  record Entry(
      String text,
      RuleFamily family,
      RuleFamily.Header header,
      Optional<Pattern> line,
      List<Pattern> unless,
      List<Naming> namings) {}

  /** A title rule ready for use. */
  record Naming(
      RuleFamily.Title title,
      Optional<Pattern> when,
      Optional<Pattern> where,
      List<Pattern> stackAfter,
      FunctionNames skip) {}

  /** A header that a line holds. */
  record Match(Entry entry, int position) {
    /** Whether the report is over with this line: no title of it names a function. */
    boolean standsAlone() {
      return entry.namings().stream().noneMatch(n -> n.title().title().contains("{frame}"));
    }

    /** Whether the line is a panic that only follows from an earlier report. */
    boolean isDerived(String text) {
      return entry.namings().stream()
          .filter(n -> n.when().map(p -> p.matcher(text).find()).orElse(true))
          .findFirst()
          .filter(n -> n.title().derived())
          .isPresent();
    }

    /** Whether a kernel told to panic on an oops goes no further than this line. */
    boolean isFatal() {
      Boolean told = entry.header().fatal();
      return told == null ? entry.family().fatal() : told;
    }

    boolean isPanic() {
      return entry.family().family().equals("panic");
    }

    RuleFamily.Standing standing() {
      return entry.header().standing();
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  private final List<Pattern> ignore = new ArrayList<>();

  HeaderTable(Rules rules) {
    rules.ignore().forEach(e -> ignore.add(Words.compile(e.line())));
    for (RuleFamily family : rules.families()) {
      for (RuleFamily.Header header : family.headers()) {
        for (String text : header.text()) {
          entries.add(compile(family, header, text));
        }
      }
    }
  }

  /** Finds lines that may hold one of the headers. */
  Prefilter prefilter() {
    return new Prefilter(entries.stream().map(Entry::text).toList());
  }

  /** The header that the text holds, unless an exemption covers the line. */
  Optional<Match> match(String text) {
    for (Entry entry : entries) {
      int at = text.indexOf(entry.text());
      if (at >= 0 && applies(entry, text)) {
        return exempt(entry.unless(), text) || exempt(ignore, text)
            ? Optional.empty()
            : Optional.of(new Match(entry, at));
      }
    }
    return Optional.empty();
  }

  private static boolean applies(Entry entry, String text) {
    return entry.line().isEmpty() || entry.line().get().matcher(text).find();
  }

  private static boolean exempt(List<Pattern> patterns, String text) {
    for (Pattern pattern : patterns) {
      if (pattern.matcher(text).find()) {
        return true;
      }
    }
    return false;
  }

  private static Entry compile(RuleFamily family, RuleFamily.Header header, String text) {
    List<Naming> namings = new ArrayList<>();
    for (RuleFamily.Title title : header.titles()) {
      namings.add(
          new Naming(
              title,
              pattern(title.when()),
              pattern(title.where()),
              patterns(title.stackAfter().isEmpty() ? family.stackAfter() : title.stackAfter()),
              new FunctionNames(join(family.skip(), title.skip()))));
    }
    List<Pattern> unless = new ArrayList<>();
    header.unless().forEach(e -> unless.add(Words.compile(e.line())));
    return new Entry(text, family, header, pattern(header.line()), unless, namings);
  }

  private static List<String> join(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static List<Pattern> patterns(List<String> regexes) {
    return regexes.stream().map(Words::compile).toList();
  }

  private static Optional<Pattern> pattern(String regex) {
    return regex == null ? Optional.empty() : Optional.of(Words.compile(regex));
  }

  /** The value of a named group, absent when the pattern has none of that name. */
  static Optional<String> group(Matcher matcher, String name) {
    return matcher.pattern().namedGroups().containsKey(name)
        ? Optional.ofNullable(matcher.group(name))
        : Optional.empty();
  }
}
