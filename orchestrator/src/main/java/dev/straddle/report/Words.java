package dev.straddle.report;

import dev.straddle.model.Ending;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.Proof;
import dev.straddle.text.Shell;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How values look in all reports. */
final class Words {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Words() {}

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** Two or three significant parts: {@code 340 ms}, {@code 4.51 s}, {@code 7 min 46 s}. */
  static String duration(Duration d) {
    long ms = d.toMillis();
    if (ms < 1000) {
      return ms + " ms";
    } else if (ms < 60_000) {
      return String.format(Locale.ROOT, ms < 10_000 ? "%.2f s" : "%.1f s", ms / 1000.0);
    } else if (ms < 3_600_000) {
      return String.format(Locale.ROOT, "%d min %02d s", ms / 60_000, ms / 1000 % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", ms / 3_600_000, ms / 60_000 % 60);
  }

  /** A number of bytes in the unit that leaves one to four digits: {@code 22.9 KiB}. */
  static String bytes(long bytes) {
    double left = bytes;
    int unit = 0;
    while (left >= 1024 && unit < UNITS.length - 1) {
      left /= 1024;
      unit++;
    }
    String format = left == Math.rint(left) ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, format, left, UNITS[unit]);
  }

  /** A number with the word for what is counted: {@code 1 patch}, {@code 3 patches}. */
  static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /** The last line that says anything. */
  static String lastLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
  }

  /** What the numbers of an intermittent crash say. */
  static String counts(PairVerdict.Counts c) {
    return String.format(
        Locale.ROOT,
        "Crashed: %d of %d boots without the series, %d of %d with it."
            + " If the series changed nothing, so clear a difference would come with probability"
            + " %.2g (Fisher's exact test, one-sided).",
        c.crashesWithout(),
        c.bootsWithout(),
        c.crashesWith(),
        c.bootsWith(),
        c.chance());
  }

  /** A class name for the style sheet: whether this is good, bad, or cannot be told. */
  static String tone(Outcome outcome) {
    return switch (outcome) {
      case PASS -> "good";
      case OOPS, WARN, HANG, BUILD_FAILED -> "bad";
      case UNPROVEN, INFRA -> "unsure";
    };
  }

  static String tone(PairVerdict pair) {
    return pair.asExpected()
        ? "good"
        : pair.outcome() == PairOutcome.INCONCLUSIVE ? "unsure" : "bad";
  }

  /** What a pair came to; a control that passes is no failure. */
  static String pair(PairVerdict pair) {
    return pair.outcome() == PairOutcome.NOT_REPRODUCED && pair.asExpected()
        ? "control ok"
        : pair.outcome().name();
  }

  static String expected(PairVerdict pair) {
    return pair.expected() == PairOutcome.NOT_REPRODUCED ? "control" : pair.expected().name();
  }

  /** A claim as a sign and a sentence that is true: what fails is denied, not stated. */
  static String claim(Proof proof) {
    String name = proof.name();
    return switch (proof.status()) {
      case HOLDS -> "✓ " + name;
      case UNKNOWN -> "? " + name + ", not known";
      case FAILS -> "✗ " + denied(name);
    };
  }

  /** What a claim says, and what is true when it fails; first those with words of others. */
  private static final List<Map.Entry<Pattern, String>> DENIED =
      List.of(
          denial("^a console line like ", "no console line like "),
          denial("^no console line like ", "a console line like "),
          denial(" holds (?='.*'$)", " does not hold "),
          denial(" did its work$", " did not do its work"),
          denial(" ran (?=this build$)", " did not run "),
          denial(" succeeded$", " did not succeed"),
          denial(" were understood$", " were not understood"),
          denial(" tells all$", " does not tell all"),
          denial(" tells of no trouble$", " tells of trouble"),
          denial("^every processor ", "not every processor "),
          denial("^watched to its end$", "not watched to its end"),
          denial(" is (?=(bound|loaded)$)", " is not "),
          denial(" (?=(at the planned place|as asked for|as recorded|in step)$)", " not "));

  private static Map.Entry<Pattern, String> denial(String said, String instead) {
    return Map.entry(Pattern.compile(said), instead);
  }

  private static String denied(String name) {
    return DENIED.stream()
        .filter(e -> e.getKey().matcher(name).find())
        .findFirst()
        .map(e -> e.getKey().matcher(name).replaceFirst(e.getValue()))
        .orElse(name);
  }

  static String status(Proof.Status status) {
    return switch (status) {
      case HOLDS -> "proven";
      case FAILS -> "failed";
      case UNKNOWN -> "not known";
    };
  }

  static String tone(Proof.Status status) {
    return switch (status) {
      case HOLDS -> "good";
      case FAILS -> "bad";
      case UNKNOWN -> "unsure";
    };
  }

  static String ending(Ending ending) {
    return switch (ending) {
      case CRASHED -> "the guest crashed";
      case PROBE_DONE -> "the probe said its last word";
      case GUEST_EXITED -> "the guest went away without the probe's last word";
      case SILENT -> "the guest fell silent";
      case DEADLINE -> "the deadline passed";
      case QEMU_GONE -> "QEMU ended by itself";
      case INTERRUPTED -> "interrupted";
      case ABANDONED -> "given up at the kernel's first word";
    };
  }

  static String statusTone(int exitStatus) {
    return switch (exitStatus) {
      case 0 -> "good";
      case 1 -> "bad";
      default -> "unsure";
    };
  }

  /** A command line that a shell reads back word by word, one option per line. */
  static String shell(List<String> command) {
    StringBuilder text = new StringBuilder();
    boolean optionBefore = false;
    for (String word : command) {
      boolean option = word.startsWith("-");
      if (!text.isEmpty()) {
        text.append(option || !optionBefore ? " \\\n  " : " ");
      }
      text.append(Shell.quoted(word));
      optionBefore = option;
    }
    return text.toString();
  }
}
