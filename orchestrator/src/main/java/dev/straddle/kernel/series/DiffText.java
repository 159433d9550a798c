package dev.straddle.kernel.series;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a diff says of itself outside of its changed lines.
 *
 * @param files one for each file that it changes
 * @param whole names that git writes without {@code a/} and {@code b/}: of renames and copies
 * @param hunks in their order
 */
record DiffText(List<Names> files, Set<String> whole, List<Hunk> hunks) {

  /** What the two sides of one file are called, {@code /dev/null} included. */
  record Names(String before, String after) {}

  /**
   * One hunk.
   *
   * @param names the file's
   * @param line where it begins in the old file
   * @param function as its header names it
   * @param context whether it has lines that stay
   * @param cut whether it has fewer lines than its header says
   */
  record Hunk(Names names, int line, String function, boolean context, boolean cut) {}

  private static final String NOTHING = "/dev/null";
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@(.*)");
  private static final Pattern WHOLE = Pattern.compile("(?:rename|copy) (?:from|to) (.+)");

  DiffText {
    files = List.copyOf(files);
    whole = Set.copyOf(whole);
    hunks = List.copyOf(hunks);
  }

  static DiffText of(byte[] diff) {
    List<Names> files = new ArrayList<>();
    Set<String> whole = new LinkedHashSet<>();
    List<Hunk> hunks = new ArrayList<>();
    String[] lines = new String(diff, StandardCharsets.UTF_8).split("\n");
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].stripTrailing();
      Matcher hunk = HUNK.matcher(line);
      Matcher name = WHOLE.matcher(line);
      if (hunk.matches() && !files.isEmpty()) {
        i = hunk(lines, i, hunk, files.get(files.size() - 1), hunks);
      } else if (name.matches()) {
        whole.add(unquoted(name.group(1)));
      } else if (line.startsWith("diff --git ")) {
        ofGitLine(line.substring("diff --git ".length())).ifPresent(files::add);
      } else if (line.startsWith("--- ")
          && i + 1 < lines.length
          && lines[i + 1].startsWith("+++ ")) {
        files.add(new Names(named(line), named(lines[i + 1].stripTrailing())));
        i++;
      }
    }
    return new DiffText(files, whole, hunks);
  }

  /** Reads the hunk that begins here, and returns its last line. */
  private static int hunk(String[] lines, int at, Matcher header, Names names, List<Hunk> into) {
    int old = count(header.group(2));
    int now = count(header.group(4));
    int start = Integer.parseInt(header.group(1));
    boolean context = start == 0 || Integer.parseInt(header.group(3)) == 0; // a whole file
    int i = at + 1;
    for (; i < lines.length && (old > 0 || now > 0); i++) {
      char kind = lines[i].isEmpty() ? ' ' : lines[i].charAt(0);
      if (kind == '-') {
        old--;
      } else if (kind == '+') {
        now--;
      } else if (kind == ' ' || kind == '\r' || kind == '\t') {
        old--;
        now--;
        context = true;
      } else if (kind != '\\') {
        break;
      }
    }
    into.add(new Hunk(names, start, header.group(5).strip(), context, old > 0 || now > 0));
    return i - 1;
  }

  private static int count(String digits) {
    return digits == null ? 1 : Integer.parseInt(digits);
  }

  /** Whether a hunk has no line of context, as with {@code diff -U0}. */
  boolean isContextless() {
    return hunks.stream().anyMatch(h -> !h.context());
  }

  /** Whether a hunk was cut short. */
  boolean isCut() {
    return hunks.stream().anyMatch(Hunk::cut);
  }

  /**
   * The function that the hunk at this line of a file is in; empty when its header does not say.
   */
  String function(String file, int line, int strip) {
    return hunks.stream()
        .filter(h -> h.line() == line)
        .filter(
            h ->
                stripped(h.names().before(), strip).equals(file)
                    || stripped(h.names().after(), strip).equals(file))
        .map(Hunk::function)
        .findFirst()
        .orElse("");
  }

  /** How many leading parts of its names may have to come off, the likeliest first. */
  List<Integer> strips() {
    return files.stream()
        .filter(f -> !f.before().equals(NOTHING) && !f.after().equals(NOTHING))
        .findFirst()
        .or(() -> files.stream().findFirst())
        .map(DiffText::strips)
        .orElse(List.of(1));
  }

  private static List<Integer> strips(Names file) {
    String before = file.before().equals(NOTHING) ? file.after() : file.before();
    String after = file.after().equals(NOTHING) ? before : file.after();
    int slash = before.indexOf('/');
    int other = after.indexOf('/');
    if (slash < 0 || other < 0) {
      return List.of(0);
    }
    boolean sameTail = before.substring(slash).equals(after.substring(other));
    if (before.startsWith("a/") && after.startsWith("b/") && sameTail) {
      return List.of(1);
    }
    if (file.before().equals(NOTHING) || file.after().equals(NOTHING)) {
      return before.matches("[abciow12]/.*") ? List.of(1, 0) : List.of(0, 1);
    }
    return before.equals(after) || !sameTail ? List.of(0, 1) : List.of(1, 0);
  }

  /** The files of the source tree that it names when so many leading parts are taken off. */
  SortedSet<String> paths(int strip) {
    SortedSet<String> paths = new TreeSet<>(whole);
    for (Names file : files) {
      for (String name : List.of(file.before(), file.after())) {
        String path = stripped(name, strip);
        if (!name.equals(NOTHING) && !path.isEmpty()) {
          paths.add(path);
        }
      }
    }
    return paths;
  }

  private static String stripped(String path, int strip) {
    String rest = path;
    for (int i = 0; i < strip; i++) {
      int slash = rest.indexOf('/');
      if (slash < 0) {
        return "";
      }
      rest = rest.substring(slash + 1);
    }
    return rest;
  }

  /** A name behind {@code ---} or {@code +++}; a tab begins the time, or what diff(1) adds. */
  private static String named(String line) {
    String rest = line.substring(4);
    if (rest.startsWith("\"")) {
      return unquoted(rest);
    }
    int tab = rest.indexOf('\t');
    String name = tab < 0 ? rest : rest.substring(0, tab);
    return name.replaceFirst(" +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d.*", "").strip();
  }

  /** The two names of a line that is all that a change of mode or an empty file has. */
  private static Optional<Names> ofGitLine(String rest) {
    if (rest.startsWith("\"")) {
      int end = closing(rest);
      String second = end + 2 <= rest.length() ? rest.substring(end + 1).strip() : "";
      return Optional.of(new Names(unquoted(rest), unquoted(second)));
    }
    for (int space = rest.indexOf(' '); space >= 0; space = rest.indexOf(' ', space + 1)) {
      String before = rest.substring(0, space);
      String after = unquoted(rest.substring(space + 1));
      if (before.equals(after) || tail(before).equals(tail(after))) {
        return Optional.of(new Names(before, after));
      }
    }
    return Optional.empty(); // two names: the lines of a rename tell them
  }

  private static String tail(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  private static int closing(String quoted) {
    int i = 1;
    while (i < quoted.length() && quoted.charAt(i) != '"') {
      i += quoted.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }

  /** Undoes git's quoting of names with unusual bytes. */
  static String unquoted(String name) {
    if (!name.startsWith("\"")) {
      return name;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int end = Math.min(closing(name), name.length());
    for (int i = 1; i < end; i++) {
      char c = name.charAt(i);
      if (c != '\\' || i + 1 >= end) {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      char next = name.charAt(++i);
      int known = "abtnvfr".indexOf(next);
      if (i + 2 < end && name.substring(i, i + 3).matches("[0-3][0-7]{2}")) {
        bytes.write(Integer.parseInt(name.substring(i, i + 3), 8));
        i += 2;
      } else {
        bytes.write(known >= 0 ? 7 + known : next);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
