package dev.straddle.bisect;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.FileTrouble;
import dev.straddle.model.BadInputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two configurations, and the options that lead from one to the other.
 *
 * <p>The order is that of the second file, which is the order of Kconfig's menus: what an option
 * depends on mostly comes before it. One that Kconfig does not let stand yet changes no code, and
 * so is no culprit.
 *
 * @param good the lines of the first, by option
 * @param changes what differs, in order
 */
public record ConfigRange(Map<String, String> good, List<Change> changes) {

  /** Comments and strings of a configuration are passed on as they are. */
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private static final Pattern SET = Pattern.compile("(CONFIG_\\w+)=.*");
  private static final Pattern NOT_SET = Pattern.compile("# (CONFIG_\\w+) is not set");

  /** What Kconfig finds out of the tools by itself. */
  private static final Pattern OF_TOOLS =
      Pattern.compile(
          "CONFIG_(CC|GCC|CLANG|LD|LLD|AS|TOOLS|PAHOLE|RUSTC)_(VERSION|VERSION_TEXT|HAS_\\w+|IS_\\w+"
              + "|CAN_\\w+|SUPPORT\\w+)");

  /**
   * An option that differs.
   *
   * @param line as the second file has it; empty where it has none
   * @param was as the first file has it, likewise
   */
  public record Change(String option, String line, String was) {

    /** For people: {@code CONFIG_NUMA=y (was n)}. */
    String text() {
      return option + "=" + value(line) + " (was " + value(was) + ")";
    }

    private static String value(String line) {
      return SET.matcher(line).matches() ? line.substring(line.indexOf('=') + 1) : "n";
    }
  }

  public ConfigRange {
    good = new LinkedHashMap<>(good);
    changes = List.copyOf(changes);
  }

  /**
   * Reads both files.
   *
   * @throws BadInputException when one is no configuration, or they do not differ
   */
  public static ConfigRange between(Path good, Path bad) {
    Map<String, String> before = read(good);
    Map<String, String> after = read(bad);
    List<Change> changes = new ArrayList<>();
    after.forEach((option, line) -> add(changes, option, line, before.getOrDefault(option, "")));
    before.forEach(
        (option, line) -> {
          if (!after.containsKey(option)) {
            add(changes, option, "", line);
          }
        });
    if (changes.isEmpty()) {
      throw new BadInputException("no option differs between " + good + " and " + bad);
    }
    return new ConfigRange(before, changes);
  }

  private static void add(List<Change> changes, String option, String line, String was) {
    if (!Change.value(line).equals(Change.value(was)) && !OF_TOOLS.matcher(option).matches()) {
      changes.add(new Change(option, line, was));
    }
  }

  private static Map<String, String> read(Path file) {
    Map<String, String> lines = new LinkedHashMap<>();
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("there is no file " + file);
    }
    try {
      for (String line : Files.readAllLines(file, BYTES)) {
        for (Pattern pattern : List.of(SET, NOT_SET)) {
          Matcher option = pattern.matcher(line);
          if (option.matches()) {
            lines.put(option.group(1), line);
          }
        }
      }
    } catch (IOException e) {
      throw new BadInputException("cannot read " + file + ": " + FileTrouble.why(e));
    }
    if (lines.isEmpty()) {
      throw new BadInputException(file + " is no configuration of a kernel");
    }
    return lines;
  }

  /** The first configuration with some of the changes, by their place. */
  public String with(IntPredicate changed) {
    Map<String, String> lines = new LinkedHashMap<>(good);
    for (int i = 0; i < changes.size(); i++) {
      if (changed.test(i)) {
        lines.put(changes.get(i).option(), changes.get(i).line());
      }
    }
    StringBuilder text = new StringBuilder();
    lines.values().stream().filter(l -> !l.isEmpty()).forEach(l -> text.append(l).append('\n'));
    return text.toString();
  }

  /** The same as a file. */
  public Path write(Path file, IntPredicate changed) throws IOException {
    AtomicFiles.replace(file, with(changed).getBytes(BYTES));
    return file.toAbsolutePath().normalize();
  }
}
