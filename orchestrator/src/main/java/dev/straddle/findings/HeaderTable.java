package dev.straddle.findings;

import com.google.re2j.Pattern;
import dev.straddle.findings.input.LogReader;
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

    /** Whether the line alone tells all: the title that fits it names no function. */
    boolean isTold(String text) {
      return entry.namings().stream()
          .filter(n -> n.when().map(p -> p.matcher(text).find()).orElse(true))
          .findFirst()
          .filter(n -> n.where().isEmpty() && !n.title().title().contains("{frame}"))
          .isPresent();
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

  /** The rank of a text that holds no header. */
  static final int NO_RANK = Integer.MAX_VALUE;

  private static final int RANKS_OF_ENTRY = 1000;

  /** Texts that stand at the start of a kernel's line, whatever the header says behind them. */
  private static final List<String> OPENINGS =
      List.of(
          "BUG: ",
          "Oops",
          "Call Trace:",
          "Call trace:",
          "RIP: 0010:",
          "Modules linked in:",
          "Hardware name: ",
          "CPU: ");

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

  /** The same for logs in which headers are wrapped, marked up or encoded. */
  Prefilter tolerantPrefilter() {
    return new Prefilter(
        Stream.concat(
                entries.stream().map(Entry::text).flatMap(HeaderTable::spellings),
                Stream.concat(FIRST_WORDS.stream(), LogReader.signs().stream()))
            .toList());
  }

  /** How headers begin that may go on in the next line, and what stands further down in reports. */
  private static final List<String> FIRST_WORDS =
      List.of(
          "BUG: ",
          "INFO: ",
          "WARNING:",
          "Kernel panic",
          "Unable to handle",
          "general protection",
          "kernel BUG",
          "Watchdog detected",
          "unreferenced",
          "BUG kmalloc",
          "Oops: ",
          "UBSAN:",
          "KASAN:",
          "scheduling while",
          "Internal error",
          "Bad page",
          "Call Trace",
          "Call trace",
          "RIP: 0",
          "trace ]--",
          "BUG:\u00a0",
          "INFO:\u00a0");

  /** Whether a header may begin there that goes on in the next line. */
  static boolean holdsFirstWords(String text) {
    for (String words : FIRST_WORDS) {
      if (text.contains(words)) {
        return true;
      }
    }
    return false;
  }

  /** Blanks may be such that break no lines. */
  private static Stream<String> spellings(String text) {
    return Stream.of(text, text.replace(' ', '\u00a0'));
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

  /** Where in the text a header or other words of a report may begin, or -1. */
  int placeIn(String text) {
    int place = -1;
    for (Entry entry : entries) {
      place = earlier(place, text.indexOf(entry.text()));
    }
    for (String opening : OPENINGS) {
      place = earlier(place, text.indexOf(opening));
    }
    return place;
  }

  /** Whether a header stands in the text as it stands at the start of a line. */
  boolean isHeaderLine(String text) {
    for (Entry entry : entries) {
      int at = text.indexOf(entry.text());
      boolean anchored =
          entry.line().isPresent() && entry.header().standing() == RuleFamily.Standing.STRONG;
      if (at >= 0 && (at == 0 || anchored) && applies(entry, text)) {
        return true;
      }
    }
    return false;
  }

  /** Whether other words of a report stand at its start. */
  boolean opens(String text) {
    return OPENINGS.stream().anyMatch(text::startsWith);
  }

  private static int earlier(int place, int other) {
    return place < 0 || other >= 0 && other < place ? other : place;
  }

  /** Whether the text holds a header where headers stand. */
  boolean holdsHeader(String text) {
    return rank(text) != NO_RANK;
  }

  /** Where a header begins that does not stand where headers stand, or -1. */
  int startIn(String text) {
    for (Entry entry : entries) {
      int at = text.indexOf(entry.text());
      if (at > 0) {
        for (int start : new int[] {at, text.lastIndexOf("BUG: ", at)}) {
          String rest = start < 0 ? "" : text.substring(start);
          if (start > 0 && applies(entry, rest) && !exempt(entry.unless(), text)) {
            return start;
          }
        }
      }
    }
    return -1;
  }

  /** How specific the best title is that the text alone can get: the less, the more. */
  int rank(String text) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (text.contains(entry.text()) && applies(entry, text)) {
        if (exempt(entry.unless(), text)) {
          return NO_RANK;
        }
        int title = 0;
        for (Naming naming : entry.namings()) {
          if (naming.when().isEmpty() || naming.when().get().matcher(text).find()) {
            break;
          }
          title++;
        }
        return i * RANKS_OF_ENTRY + title;
      }
    }
    return NO_RANK;
  }

  /** Whether it is a panic, whose own words are the title. */
  boolean isTold(String text) {
    return match(text).filter(Match::isPanic).isPresent();
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
}
