package dev.straddle.kernel.config;

import dev.straddle.kernel.step.StepFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options asked for; the last word on an option counts.
 *
 * @param asked option, such as {@code CONFIG_NUMA}, to what is asked of it
 */
public record KernelConfig(Map<String, Asked> asked) {

  /** Nothing asked for. */
  public static final KernelConfig NONE = new KernelConfig(Map.of());

  private static final Pattern SET = Pattern.compile("(CONFIG_\\w+)=(.*)");
  private static final Pattern NOT_SET = Pattern.compile("# (CONFIG_\\w+) is not set");

  /**
   * What is asked of an option.
   *
   * @param value {@code n} for not set
   * @param where the line of a file, or the list, that had the last word
   * @param inTree whether that is a file of the kernel's own, made for every architecture
   */
  public record Asked(String value, String where, boolean inTree) {}

  /**
   * Reads the lines of a fragment.
   *
   * @param where names a line by its number
   * @throws StepFailedException when a line is no option
   */
  public static KernelConfig read(List<String> lines, IntFunction<String> where, boolean inTree)
      throws StepFailedException {
    Map<String, Asked> asked = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String at = where.apply(i + 1);
      var option = parse(line);
      if (option.isPresent()) {
        asked.put(option.get().getKey(), new Asked(option.get().getValue(), at, inTree));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        throw new StepFailedException(
            "config", at + ": '" + line + "' is no option; write CONFIG_NAME=y, =n or a value");
      }
    }
    return new KernelConfig(asked);
  }

  /** These options with others over them. */
  public KernelConfig with(KernelConfig over) {
    Map<String, Asked> both = new LinkedHashMap<>(asked);
    both.putAll(over.asked);
    return new KernelConfig(both);
  }

  /** Puts the options into a configuration as {@code merge_config.sh} of the kernel does. */
  public String mergedInto(String base) {
    StringBuilder text = new StringBuilder();
    base.lines()
        .filter(line -> !asked.containsKey(parse(line).map(Map.Entry::getKey).orElse("")))
        .forEach(line -> text.append(line).append('\n'));
    asked.forEach((option, a) -> text.append(line(option, a.value())).append('\n'));
    return text.toString();
  }

  /** The options asked for that are not so in the final configuration. */
  public List<String> unmet(Map<String, String> actual) {
    List<String> unmet = new ArrayList<>();
    asked.forEach(
        (option, a) -> {
          if (!actual.getOrDefault(option, "n").equals(a.value())) {
            unmet.add(option);
          }
        });
    return unmet;
  }

  /** The options of a {@code .config} file. */
  public static Map<String, String> values(String config) {
    Map<String, String> values = new LinkedHashMap<>();
    config
        .lines()
        .forEach(line -> parse(line).ifPresent(e -> values.put(e.getKey(), e.getValue())));
    return values;
  }

  private static Optional<Map.Entry<String, String>> parse(String line) {
    Matcher set = SET.matcher(line.strip());
    if (set.matches()) {
      return Optional.of(Map.entry(set.group(1), set.group(2)));
    }
    Matcher notSet = NOT_SET.matcher(line.strip());
    return notSet.matches() ? Optional.of(Map.entry(notSet.group(1), "n")) : Optional.empty();
  }

  private static String line(String option, String value) {
    return value.equals("n") ? "# " + option + " is not set" : option + "=" + value;
  }
}
