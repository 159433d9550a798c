package dev.straddle.findings;

import dev.straddle.findings.input.LogLine;
import java.util.Set;
import java.util.regex.Pattern;

/** Joins lines that a mail program or a terminal wrapped. */
final class Wrapping {

  /** The least width at which lines are wrapped; what is shorter with the next word was not. */
  private static final int NARROWEST = 60;

  private static final int LONGEST = 2000;

  /** Widths at which terminals break lines, in the middle of words too. */
  private static final Set<Integer> WIDTHS = Set.of(80, 100, 120, 132, 160, 200);

  /** Words with which no line of a kernel ends. */
  private static final Set<String> DANGLING =
      Set.of(
          "at",
          "at:",
          "in:",
          "in",
          "for",
          "on",
          "of",
          "by",
          "from",
          "than",
          "to",
          "the",
          "a",
          "an",
          "with",
          "?",
          "RIP:",
          "EIP:",
          "IP:",
          "NIP",
          "0010:",
          "pointer",
          "kernel",
          "request",
          "address:",
          "fault",
          "fault,",
          "probably",
          "NULL",
          "handle",
          "more",
          "blocked",
          "detected",
          "called",
          "possible",
          "PID:",
          "CPU:",
          "task",
          "address",
          "non-canonical",
          "invalid",
          "unable",
          "stuck",
          "lock",
          "not");

  /** An address or a place whose function is to follow. */
  private static final Pattern ADDRESS =
      Pattern.compile("\\[<?[0-9a-f]{8,16}>?\\]$|^(?:WARNING|Badness).* at \\S+\\.[chS]:[0-9]+$");

  /** Behind which the whole header follows. */
  private static final Pattern WORD_ALONE =
      Pattern.compile("(?:^|: )(?:WARNING|INFO|BUG|UBSAN|KASAN):$");

  /** Lines cut at one width, with none cut shorter, from which on that is the terminal's. */
  private static final int SEVERAL = 2;

  /** Behind it the lock validator names the function. */
  private static final String LOCK_TAKEN = ", at:";

  private final HeaderTable table;
  private int longest;
  private int cutThere;
  private int cutBefore;

  Wrapping(HeaderTable table) {
    this.table = table;
  }

  /** Both lines in one, or null when the second is none of the first. */
  LogLine joined(LogLine first, LogLine rest) {
    String head = first.text().stripTrailing();
    String tail = rest.text().strip();
    if (rest.stamped() || head.isEmpty() || head.length() > LONGEST) {
      return null;
    }
    boolean frame = TraceLine.frame(rest.text()).isPresent();
    boolean nameless = frame && !tail.startsWith("[") && ADDRESS.matcher(head).find();
    boolean dangling = nameless || DANGLING.contains(head.substring(head.lastIndexOf(' ') + 1));
    boolean wordAlone = WORD_ALONE.matcher(head).find();
    if (!wordAlone && beginsAnew(rest.text(), nameless || dangling && table.placeIn(head) >= 0)) {
      return null;
    }
    int word = tail.indexOf(' ');
    boolean full = first.length() + 1 + (word < 0 ? tail.length() : word) >= NARROWEST;
    boolean joins =
        first.stamped()
            ? wordAlone
                || dangling
                || !frame && full
                || table.rank(head + " " + tail) < table.rank(head)
            : (nameless || head.endsWith(LOCK_TAKEN) && frame)
                || completes(head, tail, dangling, full);
    if (!joins) {
      return null;
    }
    boolean insideWord =
        isWidth(first.length(), first.stamped())
            && isWord(head.charAt(head.length() - 1))
            && isWord(tail.charAt(0))
            && !dangling;
    return first.joined(rest, insideWord ? "" : " ");
  }

  /** Whether lines are cut at that length, in the middle of words too. */
  private boolean isWidth(int length, boolean stamped) {
    if (stamped) {
      if (length > longest) {
        cutBefore += cutThere;
        cutThere = 0;
        longest = length;
      }
      cutThere += length == longest ? 1 : 0;
      cutBefore += length < longest ? 1 : 0;
    }
    // Where lines are cut before a word, most are shorter than the longest.
    return WIDTHS.contains(length)
        ? cutBefore <= cutThere
        : length == longest && cutThere > SEVERAL && cutBefore * 4 < cutThere;
  }

  /** Whether the header says more, to whoever reads headers, with the next line than without. */
  private boolean completes(String head, String tail, boolean dangling, boolean full) {
    int alone = table.rank(head);
    if (alone == HeaderTable.NO_RANK && table.placeIn(head) < 0) {
      return false;
    }
    boolean open = dangling || alone == HeaderTable.NO_RANK || full;
    return open && table.rank(head + " " + tail) < alone || full && table.isTold(head);
  }

  /** Whether the text is a line of its own; a name may be missing in the line before it. */
  private boolean beginsAnew(String text, boolean nameMissing) {
    String line = text.strip();
    return line.isEmpty()
        || ReportText.belongs(line)
        || ReportText.announcesTrace(line)
        || line.startsWith("<TASK>")
        || line.startsWith("<IRQ>")
        || !nameMissing && TraceLine.frame(text).isPresent() && text.charAt(0) == ' '
        || table.isHeaderLine(line)
        || table.opens(line);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || "_.+/".indexOf(c) >= 0;
  }
}
