package dev.straddle.findings;

import java.util.List;

/**
 * The headers of one kind of report, as a rules file states them.
 *
 * @param family its name, which becomes {@code Finding.kind}
 * @param type of its findings, unless a title says otherwise
 * @param about what prints these reports
 * @param stackAfter for titles that have none of their own
 * @param skip functions to pass over in all its titles, besides the plumbing
 * @param fatal whether a kernel told to panic on an oops goes no further than these headers
 */
public record RuleFamily(
    String family,
    String type,
    String about,
    List<String> stackAfter,
    List<String> skip,
    boolean fatal,
    List<Header> headers) {

  public RuleFamily {
    family = needed(family, "family", "a family");
    type = type == null ? "UNKNOWN" : type;
    stackAfter = stackAfter == null ? List.of() : List.copyOf(stackAfter);
    skip = skip == null ? List.of() : List.copyOf(skip);
    headers = headers == null ? List.of() : List.copyOf(headers);
  }

  private static <T> T needed(T value, String field, String owner) {
    if (value == null) {
      throw new IllegalArgumentException(owner + " needs '" + field + "'");
    }
    return value;
  }

  /** How a header stands to the report around it. */
  public enum Standing {
    /** Begins a report. */
    STRONG,
    /** Begins a report that a strong header, following before any call trace, takes over. */
    WEAK,
    /** Continues the report of its context; begins one only where there is none. */
    FOLLOW,
    /**
     * Stands in the middle of reports; begins one where no header was known, and gives way to any
     * header that follows before a call trace.
     */
    MIDDLE,
    /** The first line of a kernel; a report when the console has heard a kernel before. */
    BANNER,
    /** The kernel goes on purpose, so that the next banner is no surprise. */
    FAREWELL,
    /** The machine is reset without a farewell: the next banner is one of that, in any log. */
    RESET
  }

  /**
   * A text by which a report announces itself.
   *
   * @param text the line must contain one of these
   * @param standing {@link Standing#STRONG} when absent
   * @param line a regular expression that the line must match too
   * @param unless lines that contain the text and are no report
   * @param fatal says otherwise than the family; absent: as the family
   * @param bare true for a report that has no time stamps even where the console has them
   * @param titles the first that fits names the finding; none fits: no report
   */
  public record Header(
      List<String> text,
      Standing standing,
      String line,
      List<Exemption> unless,
      Boolean fatal,
      boolean bare,
      List<Title> titles) {
    public Header {
      text = List.copyOf(needed(text, "text", "a header"));
      standing = standing == null ? Standing.STRONG : standing;
      unless = unless == null ? List.of() : List.copyOf(unless);
      titles = List.copyOf(needed(titles, "titles", "header " + text));
    }
  }

  /** Lines to ignore, and the reason. */
  public record Exemption(String line, String why) {
    public Exemption {
      line = needed(line, "line", "an exemption");
    }
  }

  /** Where a guilty function may be found. */
  public enum FrameSource {
    /** The group {@code frame}. */
    HEADER,
    /** The same, be it plumbing. */
    TOLD,
    /** The group {@code held}. */
    HELD,
    /** The first function of the trace that is to blame. */
    TRACE,
    /** What a hanging task of the trace waits for. */
    WAITING,
    /** The function of the trace just inside an anchor. */
    ANCHORED
  }

  /**
   * How to name a report.
   *
   * @param when a regular expression that the header line must contain; its groups may be used
   * @param where the same for the whole report
   * @param title with {@code {frame}} and {@code {group}} placeholders
   * @param alternatives likewise
   * @param type overrides the family's
   * @param frame where to look for the guilty function, in this order
   * @param stackAfter regular expressions of lines, one after another; the trace that follows the
   *     last of them is used
   * @param skip functions to pass over besides the plumbing and what the family names
   * @param frameless title to use when no frame can be found
   * @param derived true for a panic that only follows from an earlier report
   * @param damaged true for a title that only a cut report can get
   */
  public record Title(
      String when,
      String where,
      String title,
      List<String> alternatives,
      String type,
      List<FrameSource> frame,
      List<String> stackAfter,
      List<String> skip,
      String frameless,
      boolean derived,
      boolean damaged) {
    public Title {
      title = needed(title, "title", "a title rule");
      alternatives = alternatives == null ? List.of() : List.copyOf(alternatives);
      stackAfter = stackAfter == null ? List.of() : List.copyOf(stackAfter);
      skip = skip == null ? List.of() : List.copyOf(skip);
      frame = frame == null ? List.of(FrameSource.HEADER, FrameSource.TRACE) : List.copyOf(frame);
    }
  }
}
