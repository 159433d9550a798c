package dev.straddle.boot;

import java.util.ArrayList;
import java.util.List;

/** What a guest said that is not understood: the first of it, and how much more there was. */
final class Unparsed {

  private static final int MOST = 32;
  private static final int LONGEST = 120;

  private final List<String> first = new ArrayList<>();
  private long more;

  void add(String line, String why) {
    if (first.size() < MOST) {
      first.add(printable(line) + ": " + why);
    } else {
      more++;
    }
  }

  Unparsed copy() {
    Unparsed copy = new Unparsed();
    copy.first.addAll(first);
    copy.more = more;
    return copy;
  }

  List<String> list() {
    List<String> all = new ArrayList<>(first);
    if (more > 0) {
      all.add("and " + more + " more");
    }
    return all;
  }

  /** Text without what a guest could do to a terminal, and not long. */
  static String printable(String text) {
    String shown = text.replaceAll("[^ -~]", "?");
    return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown;
  }
}
