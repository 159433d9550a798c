package dev.straddle.spec;

import dev.straddle.model.Address;
import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec.Placement;
import dev.straddle.text.Suggestion;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Readers of single values; each says in its exception what would be right.
 *
 * <p>A reader throws {@link IllegalArgumentException}.
 */
final class Scalars {

  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{1,16}");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)%");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|min)");

  private Scalars() {}

  static String text(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("expects some text");
    }
    return value;
  }

  static boolean flag(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expects true or false, not '" + value + "'");
    };
  }

  static Function<String, Integer> integer(int least, int most) {
    return value -> {
      String expected = "expects a whole number from " + least + " to " + most;
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(expected + ", not '" + value + "'", e);
      }
      throw new IllegalArgumentException(expected + ", not " + value);
    };
  }

  static long seed(String value) {
    if (!value.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(
          "expects a seed, a whole number of at most 18 digits, not '" + value + "'");
    }
    return Long.parseLong(value);
  }

  static ByteSize size(String value) {
    ByteSize size = ByteSize.parse(value);
    if (size.bytes() == 0) {
      throw new IllegalArgumentException("expects a size above zero, as in 1GiB");
    }
    return size;
  }

  static Address address(String value) {
    if (!ADDRESS.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "expects a hexadecimal address such as 0x1fffe0000000, not '" + value + "'");
    }
    return Address.parse(value);
  }

  static Duration duration(String value) {
    Matcher m = DURATION.matcher(value);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "expects a duration with a unit, as in 500ms, 20s or 5min, not '" + value + "'");
    }
    long number = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }

  static Function<String, Duration> atLeast(Duration least) {
    return value -> {
      Duration duration = duration(value);
      if (duration.compareTo(least) < 0) {
        throw new IllegalArgumentException(
            "expects at least " + least.toMillis() + "ms, not " + value);
      }
      return duration;
    };
  }

  /** {@code 2%}, {@code 0.5%}. */
  static double percent(String value) {
    Matcher m = PERCENT.matcher(value);
    if (!m.matches() || Double.parseDouble(m.group(1)) == 0) {
      throw new IllegalArgumentException(
          "expects more than nothing in percent, as in 2% or 0.5%, not '" + value + "'");
    }
    return Double.parseDouble(m.group(1));
  }

  static LocalDate date(String value) {
    try {
      return LocalDate.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "expects a day such as 2026-12-31, not '" + value + "'", e);
    }
  }

  /** Alignments that device DAX knows. */
  static ByteSize daxAlign(String value) {
    if (!List.of("4KiB", "2MiB", "1GiB").contains(value)) {
      throw new IllegalArgumentException("expects 4KiB, 2MiB or 1GiB, not '" + value + "'");
    }
    return ByteSize.parse(value);
  }

  /** One kernel parameter. */
  static String parameter(String value) {
    if (!value.matches("[!-~]+")) {
      throw new IllegalArgumentException(
          "expects one kernel parameter without spaces, such as panic_on_warn=1");
    }
    if (value.startsWith("straddle.")) {
      throw new IllegalArgumentException("parameters named straddle.… are straddle's own");
    }
    return value;
  }

  /** A file or folder in the guest, to be copied out of it. */
  static String guestFile(String value) {
    if (!value.matches("[!-~][ -~]*") || List.of(value.split("/", -1)).contains("..")) {
      throw new IllegalArgumentException(
          "expects a path in the guest without '..', such as report.txt or /proc/meminfo");
    }
    return value;
  }

  /** An absolute path of a file in the guest, for init.sh: one word without tricks. */
  static String guestPath(String value) {
    if (!value.matches("/[A-Za-z0-9_./:+-]{1,90}") || List.of(value.split("/")).contains("..")) {
      throw new IllegalArgumentException(
          "expects an absolute path in the guest of A-Z, a-z, 0-9 and _./:+-, such as"
              + " /sys/kernel/mm/ksm/run, not '"
              + value
              + "'");
    }
    return value;
  }

  static String moduleName(String value) {
    if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("expects a module such as kmem, not '" + value + "'");
    }
    return value;
  }

  static Placement defaultPlacement(String value) {
    if (!value.equals("default")) {
      throw new IllegalArgumentException(
          "expects default, {at: ADDRESS} or {straddle: vmemmap}, not '" + value + "'");
    }
    return new Placement.Default();
  }

  static Placement straddle(String value) {
    return switch (value) {
      case "vmemmap" -> new Placement.StraddleVmemmap();
      case "pmd" -> new Placement.StraddlePmd();
      default -> throw new IllegalArgumentException("expects vmemmap or pmd, not '" + value + "'");
    };
  }

  /** What a kernel, variant, guest or matrix is called. */
  static String name(String value) {
    if (!CellId.NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "expects a name of a-z, 0-9, '.' and '-', not '" + value + "'");
    }
    return value;
  }

  static String debianPackage(String value) {
    if (!value.matches("[a-z0-9][a-z0-9+.-]+")) {
      throw new IllegalArgumentException(
          "expects a Debian package such as linux-source-6.12, not '" + value + "'");
    }
    return value;
  }

  static String debianSuite(String value) {
    if (!value.matches("[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "expects a Debian suite such as trixie-backports, not '" + value + "'");
    }
    return value;
  }

  /** No option in disguise, no white space, none of what git forbids in names. */
  static String gitRef(String value) {
    if (!value.matches("[A-Za-z0-9_./+@{}^~-]+") || value.startsWith("-") || value.contains("..")) {
      throw new IllegalArgumentException(
          "expects a branch, tag or commit such as v6.12, not '" + value + "'");
    }
    return value;
  }

  static String gitRange(String value) {
    int dots = value.indexOf("..");
    if (dots < 1 || value.contains("...")) {
      throw new IllegalArgumentException(
          "expects a range of commits such as v6.12..topic, not '" + value + "'");
    }
    return gitRef(value.substring(0, dots)) + ".." + gitRef(value.substring(dots + 2));
  }

  static String sha256(String value) {
    if (!value.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "expects a SHA-256 of 64 lower-case hexadecimal digits, not '" + value + "'");
    }
    return value;
  }

  static String makeTarget(String value) {
    if (!value.matches("[a-z0-9_]*config")) {
      throw new IllegalArgumentException(
          "expects a make target such as tinyconfig, {file: PATH} or {package: NAME}, not '"
              + value
              + "'");
    }
    return value;
  }

  /** The name of a fragment in the kernel's tree, without its folder. */
  static String fragmentName(String value) {
    if (!value.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*\\.config")) {
      throw new IllegalArgumentException(
          "expects a fragment of the kernel's tree such as kvm_guest.config, not '" + value + "'");
    }
    return value;
  }

  static String kernelOption(String value) {
    if (!value.matches("CONFIG_[A-Za-z0-9_]+=(y|m|n|-?\\d+|0x[0-9a-fA-F]+|\"[^\"]*\")")) {
      throw new IllegalArgumentException(
          "expects an option such as CONFIG_NUMA=y (n to turn it off), not '" + value + "'");
    }
    return value;
  }

  static String regex(String value) {
    try {
      return Pattern.compile(text(value)).pattern();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "expects a regular expression: " + e.getDescription() + " at index " + e.getIndex(), e);
    }
  }

  /** A regular expression for lines that a guest writes: it must not take for ever. */
  static String linearRegex(String value) {
    try {
      return com.google.re2j.Pattern.compile(text(value)).pattern();
    } catch (com.google.re2j.PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "expects a regular expression as RE2 knows them: " + e.getDescription(), e);
    }
  }

  /** One of an enum's constants, written as they are named. */
  static <E extends Enum<E>> Function<String, E> constant(Class<E> type) {
    return value -> oneOf(type, value, Enum::name);
  }

  /** One of an enum's constants, written in lower case. */
  static <E extends Enum<E>> Function<String, E> word(Class<E> type) {
    return value -> oneOf(type, value, e -> e.name().toLowerCase(Locale.ROOT));
  }

  private static <E extends Enum<E>> E oneOf(
      Class<E> type, String value, Function<E, String> spelling) {
    List<E> all = Arrays.asList(type.getEnumConstants());
    return all.stream()
        .filter(e -> spelling.apply(e).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is unknown here; %s"
                        .formatted(
                            value, Suggestion.among(value, all.stream().map(spelling).toList()))));
  }
}
