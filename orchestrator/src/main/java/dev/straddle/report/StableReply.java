package dev.straddle.report;

import dev.straddle.history.Chronicle;
import dev.straddle.history.Regression;
import dev.straddle.history.TestId;
import dev.straddle.runs.NightRecord;
import dev.straddle.text.NaturalOrder;
import dev.straddle.text.TextTable;
import dev.straddle.text.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An answer to a stable release candidate from a night: counts of builds and boots, and {@code
 * Tested-by:} where every test has an answer and nothing is worse than it was; else why not.
 */
public final class StableReply {

  private static final int MAIL = 75;
  private static final int NAMED = 3;

  private final Chronicle chronicle;
  private final Chronicle.Told night;

  private StableReply(Chronicle chronicle) {
    this.chronicle = chronicle;
    this.night = chronicle.last().orElseThrow();
  }

  /**
   * The text.
   *
   * @param tester name and address for {@code Tested-by}
   */
  public static String of(Chronicle chronicle, String tester) {
    StableReply reply = new StableReply(chronicle);
    return Visible.text(
        reply.night.record().kernels().stream()
            .map(kernel -> reply.kernel(kernel, tester))
            .collect(Collectors.joining("\n")));
  }

  private String kernel(NightRecord.Kernel kernel, String tester) {
    Map<TestId, Chronicle.Score> tests =
        night.scores().entrySet().stream()
            .filter(t -> (t.getKey().kernel() + "/" + t.getKey().variant()).equals(kernel.name()))
            .filter(t -> t.getKey().isOfBoots())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    int passed = tests.values().stream().mapToInt(Chronicle.Score::passed).sum();
    int failed = tests.values().stream().mapToInt(Chronicle.Score::failed).sum();
    int unanswered = tests.values().stream().mapToInt(Chronicle.Score::unanswered).sum();
    boolean built = !kernel.version().isEmpty();
    List<String> lines = new ArrayList<>();
    lines.add(kernel.name() + (built ? " " + kernel.version() : ""));
    lines.add("  Build: " + (built ? "pass" : "fail"));
    lines.add(
        "  Boot: %d pass, %d fail, %d unanswered; %s, x86-64, QEMU"
            .formatted(passed, failed, unanswered, NightText.count(tests.size(), "configuration")));
    List<String> why = whyNot(kernel, built, tests);
    if (why.isEmpty()) {
      lines.add("  No regressions.");
      lines.add("");
      lines.add("  Tested-by: " + tester);
    } else {
      lines.add("  No Tested-by, because:");
      why.forEach(line -> lines.add(TextTable.wrap("  - " + line, MAIL, "    ").stripTrailing()));
    }
    return String.join("\n", lines) + "\n";
  }

  private List<String> whyNot(
      NightRecord.Kernel kernel, boolean built, Map<TestId, Chronicle.Score> tests) {
    List<String> why = new ArrayList<>();
    if (!built) {
      why.add("it could not be built");
    }
    for (Regression regression : chronicle.now().regressions().values()) {
      if (isBad(regression) && regression.tests().keySet().stream().anyMatch(tests::containsKey)) {
        why.add(
            "#%d %s: %s"
                .formatted(
                    regression.id(),
                    regression.key().title(),
                    regression.life().get(regression.life().size() - 1).why()));
      }
    }
    List<String> without =
        tests.entrySet().stream()
            .filter(t -> t.getValue().passed() + t.getValue().failed() == 0)
            .map(t -> t.getKey().guest())
            .sorted(NaturalOrder.INSTANCE)
            .collect(Collectors.toCollection(ArrayList::new));
    night.record().leftOut().stream()
        .filter(test -> test.startsWith(kernel.name() + "@"))
        .map(test -> test.substring(test.indexOf('@') + 1))
        .filter(guest -> !without.contains(guest))
        .forEach(without::add);
    if (!without.isEmpty()) {
      why.add(
          NightText.count(without.size(), "test")
              + " without an answer: "
              + String.join(", ", without.subList(0, Math.min(NAMED, without.size())))
              + (without.size() > NAMED ? ", …" : ""));
    }
    if (built && tests.isEmpty()) {
      why.add("nothing was booted");
    }
    return why;
  }

  /** What stands against a candidate: told and there, or seen and not yet explained by chance. */
  private static boolean isBad(Regression regression) {
    return switch (regression.state()) {
      case CONFIRMED, OPEN, REOPENED, FIX_PENDING, NEW -> true;
      case FLAKY, WAIVED, FIXED, OBSOLETE, INVALID, DUP -> false;
    };
  }
}
