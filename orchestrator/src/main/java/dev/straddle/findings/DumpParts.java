package dev.straddle.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the parts of a dump in pstore in the order of time: the first of them, which the kernel
 * wrote first, has the last lines.
 */
final class DumpParts {

  /** A line of the file. */
  record Raw(String text, long number, long start, long end) {}

  private static final Pattern HEAD =
      Pattern.compile("^[> |]*[A-Z][a-z]+#([0-9]{1,9}) Part([0-9]{1,9})\\s*$");

  /** What is held back at most; machines keep less. */
  private static final int MOST_CHARACTERS = 1 << 20;

  private final List<List<Raw>> parts = new ArrayList<>();
  private String dump = "";
  private int last;
  private int characters;

  /** Whether all lines must be seen, as they are held back. */
  boolean wantsAll() {
    return !parts.isEmpty();
  }

  /** The lines that may be read now. */
  List<Raw> add(Raw line) {
    Matcher head = line.text().indexOf("#") < 0 ? null : HEAD.matcher(line.text());
    if (head == null || !head.matches()) {
      return parts.isEmpty() ? List.of(line) : hold(line);
    }
    int number = Integer.parseInt(head.group(2));
    boolean goesOn = !parts.isEmpty() && head.group(1).equals(dump) && number == last + 1;
    List<Raw> before = goesOn ? List.of() : finish();
    dump = head.group(1);
    last = number;
    parts.add(new ArrayList<>(List.of(line)));
    return before;
  }

  private List<Raw> hold(Raw line) {
    parts.get(parts.size() - 1).add(line);
    characters += line.text().length();
    return characters > MOST_CHARACTERS ? finish() : List.of();
  }

  /** What is still held back. */
  List<Raw> finish() {
    List<Raw> lines = new ArrayList<>();
    for (int i = parts.size() - 1; i >= 0; i--) {
      lines.addAll(parts.get(i));
    }
    parts.clear();
    characters = 0;
    return lines;
  }
}
