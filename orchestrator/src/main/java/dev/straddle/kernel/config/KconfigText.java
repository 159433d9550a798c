package dev.straddle.kernel.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks into a source tree's Kconfig files for why an option is not what was asked for. */
final class KconfigText {

  private static final Pattern SYMBOL = Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b");

  /** What begins and ends a block stands at the margin; words of a help text do not. */
  private static final Pattern BEGIN = Pattern.compile("(if|menu|choice)\\b.*");

  private static final Pattern END = Pattern.compile("(endif|endmenu|endchoice)\\b.*");

  /** What stands between options and has dependencies of its own. */
  private static final Pattern BETWEEN = Pattern.compile("(comment|source)\\b.*");

  private static final String DEPENDS = "depends on ";

  /** Stands for a menu or choice, whose dependencies are those of all within. */
  private static final String BLOCK = "a block";

  private final Path source;
  private final Map<String, String> actual;
  private final Map<Path, List<String>> files = new LinkedHashMap<>();

  /**
   * @param actual the final configuration
   */
  KconfigText(Path source, Map<String, String> actual) {
    this.source = source;
    this.actual = actual;
  }

  /** Lines on where the option is defined, what it depends on, and who selects it. */
  List<String> explain(String option, String wanted) throws IOException {
    String name = option.substring("CONFIG_".length());
    List<String> said = new ArrayList<>();
    List<String> selecting = new ArrayList<>();
    boolean builtIn = wanted.equals("y");
    files().forEach((file, lines) -> read(file, lines, name, builtIn, said, selecting));
    if (said.isEmpty()) {
      return List.of(
          "this kernel has no such option; if it can do without, write "
              + option
              + "=n in 'options:'");
    }
    if (wanted.equals("n") && !selecting.isEmpty()) {
      said.add("selected by " + String.join(", ", selecting) + ", which is on");
    }
    return said;
  }

  /** Whether some file for this architecture defines the option. */
  boolean defines(String option) throws IOException {
    String name = option.substring("CONFIG_".length());
    return files().values().stream()
        .flatMap(List::stream)
        .anyMatch(line -> defined(line.strip()).equals(name));
  }

  /** Reads all files once, when first they are needed: mostly they are not. */
  private Map<Path, List<String>> files() throws IOException {
    if (files.isEmpty()) {
      try (Stream<Path> walk = Files.walk(source)) {
        List<Path> found =
            walk.filter(f -> f.getFileName().toString().startsWith("Kconfig"))
                .filter(Files::isRegularFile)
                .filter(f -> !otherArchitecture(f))
                .sorted()
                .toList();
        for (Path file : found) {
          files.put(source.relativize(file), Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return files;
  }

  private boolean otherArchitecture(Path file) {
    Path relative = source.relativize(file);
    return relative.startsWith("arch")
        && relative.getNameCount() > 2
        && !relative.startsWith("arch/x86");
  }

  private void read(
      Path file,
      List<String> lines,
      String name,
      boolean builtIn,
      List<String> said,
      List<String> selecting) {
    String current = "";
    Deque<String> around = new ArrayDeque<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (BEGIN.matcher(lines.get(i)).matches()) {
        around.addLast(line.startsWith("if ") ? line.substring("if ".length()) : "");
        current = BLOCK;
      } else if (END.matcher(lines.get(i)).matches()) {
        around.pollLast();
        current = "";
      } else if (BETWEEN.matcher(lines.get(i)).matches()) {
        current = "";
      } else if (!defined(line).isEmpty()) {
        current = defined(line);
        if (current.equals(name)) {
          said.add("defined in " + file + ":" + (i + 1));
          around.stream()
              .filter(condition -> !condition.isEmpty())
              .forEach(condition -> said.add("only if " + condition + values(condition, builtIn)));
        }
      } else if (line.startsWith(DEPENDS)) {
        if (current.equals(name)) {
          said.add("it " + line + values(line, builtIn));
        } else if (current.equals(BLOCK) && !around.isEmpty()) {
          around.addLast(and(around.pollLast(), line.substring(DEPENDS.length())));
        }
      } else if (line.matches("select " + name + "( .*)?") && isOn(current)) {
        selecting.add("CONFIG_" + current);
      }
    }
  }

  private static String and(String one, String other) {
    return one.isEmpty() ? other : "(" + one + ") && (" + other + ")";
  }

  /** The option that a line begins to define; empty for other lines. */
  private static String defined(String line) {
    return line.startsWith("config ") || line.startsWith("menuconfig ")
        ? line.substring(line.indexOf(' ') + 1).strip()
        : "";
  }

  private boolean isOn(String symbol) {
    return !actual.getOrDefault("CONFIG_" + symbol, "n").equals("n");
  }

  /** Which options of an expression are off, or, where that is too little, modules. */
  private String values(String expression, boolean builtIn) {
    SortedSet<String> off = new TreeSet<>();
    SortedSet<String> modules = new TreeSet<>();
    Matcher symbols = SYMBOL.matcher(expression);
    while (symbols.find()) {
      String option = "CONFIG_" + symbols.group();
      if (!isOn(symbols.group())) {
        off.add(option);
      } else if (builtIn && actual.get(option).equals("m")) {
        modules.add(option);
      }
    }
    return (off.isEmpty() ? "" : "; not set: " + String.join(", ", off))
        + (modules.isEmpty() ? "" : "; only modules: " + String.join(", ", modules));
  }
}
