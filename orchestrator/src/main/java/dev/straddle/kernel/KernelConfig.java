package dev.straddle.kernel;

import dev.straddle.model.KernelSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options asked for, in the order of merging: the last word on an option counts.
 *
 * @param wanted option, such as {@code CONFIG_NUMA}, to value; {@code n} is not set
 * @param askedBy option to the file or list that had the last word
 */
record KernelConfig(Map<String, String> wanted, Map<String, String> askedBy) {

  private static final Pattern SET = Pattern.compile("(CONFIG_\\w+)=(.*)");
  private static final Pattern NOT_SET = Pattern.compile("# (CONFIG_\\w+) is not set");

  /**
   * Reads the fragments of a kernel and its own options.
   *
   * @throws StepFailedException when a fragment is missing or holds a line that is no option
   */
  static KernelConfig read(KernelSpec.Config config) throws IOException, StepFailedException {
    Map<String, String> wanted = new LinkedHashMap<>();
    Map<String, String> askedBy = new LinkedHashMap<>();
    for (Path fragment : config.fragments()) {
      if (!Files.isRegularFile(fragment)) {
        throw new StepFailedException("config", "there is no fragment " + fragment);
      }
      List<String> lines = Files.readAllLines(fragment, StandardCharsets.UTF_8);
      for (int i = 0; i < lines.size(); i++) {
        merge(lines.get(i), fragment + ":" + (i + 1), wanted, askedBy);
      }
    }
    for (String option : config.options()) {
      merge(option, "options", wanted, askedBy);
    }
    return new KernelConfig(wanted, askedBy);
  }

  /** Puts the options into a configuration as {@code merge_config.sh} of the kernel does. */
  String mergedInto(String base) {
    StringBuilder text = new StringBuilder();
    base.lines()
        .filter(line -> !wanted.containsKey(parse(line).map(Map.Entry::getKey).orElse("")))
        .forEach(line -> text.append(line).append('\n'));
    wanted.forEach((option, value) -> text.append(line(option, value)).append('\n'));
    return text.toString();
  }

  /** What was asked for and is not so in the final configuration, one line each. */
  List<String> unmet(String finalConfig) {
    Map<String, String> actual = values(finalConfig);
    List<String> unmet = new ArrayList<>();
    wanted.forEach(
        (option, value) -> {
          String got = actual.getOrDefault(option, "n");
          if (!got.equals(value)) {
            unmet.add(option);
          }
        });
    return unmet;
  }

  /** The options of a {@code .config} file. */
  static Map<String, String> values(String config) {
    Map<String, String> values = new LinkedHashMap<>();
    config
        .lines()
        .forEach(line -> parse(line).ifPresent(e -> values.put(e.getKey(), e.getValue())));
    return values;
  }

  private static void merge(
      String line, String where, Map<String, String> wanted, Map<String, String> askedBy)
      throws StepFailedException {
    var option = parse(line);
    if (option.isPresent()) {
      wanted.put(option.get().getKey(), option.get().getValue());
      askedBy.put(option.get().getKey(), where);
    } else if (!line.isBlank() && !line.startsWith("#")) {
      throw new StepFailedException(
          "config", where + ": '" + line + "' is no option; write CONFIG_NAME=y, =n or a value");
    }
  }

  private static java.util.Optional<Map.Entry<String, String>> parse(String line) {
    Matcher set = SET.matcher(line.strip());
    if (set.matches()) {
      return java.util.Optional.of(Map.entry(set.group(1), set.group(2)));
    }
    Matcher notSet = NOT_SET.matcher(line.strip());
    return notSet.matches()
        ? java.util.Optional.of(Map.entry(notSet.group(1), "n"))
        : java.util.Optional.empty();
  }

  private static String line(String option, String value) {
    return value.equals("n") ? "# " + option + " is not set" : option + "=" + value;
  }
}
