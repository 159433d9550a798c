package dev.straddle.findings.input;

/**
 * Takes off what stands before the kernel's text in one line.
 *
 * <p>A prefix is read as what it is made of, one part after another, in whatever order they stand:
 * quotes, names of files and containers, line numbers, dates and times, levels, names of who
 * speaks, printk's own stamp and caller. So forms that nobody has listed are read too.
 */
final class PrefixReader {

  private static final int MOST_PARTS = 16;

  private final Cursor c;
  private final Margin margin;
  private final Stamps stamps;
  private final Speakers speakers;

  private PrefixReader(String line) {
    c = new Cursor(line);
    margin = new Margin(c);
    stamps = new Stamps(c);
    speakers = new Speakers(c);
  }

  /** The line without its prefix; a stamp behind other text ends it. */
  static LogLine read(String line) {
    return new PrefixReader(line).read(true);
  }

  /** The same, but what may be a record is left as it stands. */
  static LogLine readUpToRecord(String line) {
    return new PrefixReader(line).read(false);
  }

  private LogLine read(boolean furtherOn) {
    margin.quotes();
    margin.lineNumber();
    for (int i = 0; i < MOST_PARTS && part(); i++) {
      c.end = c.at;
    }
    if (!c.printk && (furtherOn || !Envelope.mayOpen(c.line, c.behindBlanks(c.end)))) {
      stamps.stampFurtherOn();
    }
    return c.rest();
  }

  /** Takes one part and what separates it from the next; false when there is none. */
  private boolean part() {
    int start = c.at;
    c.skipBlanks();
    boolean taken =
        !c.other
            && (stamps.bracketed()
                || stamps.parenthesised()
                || speakers.level()
                || speakers.program()
                || stamps.kmsg()
                || speakers.facility()
                || stamps.seconds()
                || stamps.clock()
                || speakers.logcat()
                || speakers.speaker()
                || speakers.container());
    if (!taken) {
      c.at = start;
    }
    return taken;
  }
}
