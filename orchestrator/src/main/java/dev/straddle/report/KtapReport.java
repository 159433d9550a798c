package dev.straddle.report;

import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.text.Visible;
import java.util.List;

/**
 * A run in the Kernel Test Anything Protocol, version 1 (Documentation/dev-tools/ktap.rst in the
 * kernel).
 *
 * <p>One test per kernel and guest; its subtests are the boots and the pair. An open question is
 * {@code not ok} with the directive {@code ERROR}: a reader that knows no directives then does not
 * take it for a success. Words between a test and its directive hold no {@code #}.
 */
public final class KtapReport {

  private static final String VERSION = "KTAP version 1\n";
  private static final int MAX_LINES = 60;

  private KtapReport() {}

  /** The whole run, ending in a line feed. */
  public static String text(RunRecord run, List<Observation> observations) {
    List<TestCases> suites = TestCases.of(run, observations);
    StringBuilder text =
        new StringBuilder(VERSION).append("1..").append(suites.size()).append('\n');
    for (int i = 0; i < suites.size(); i++) {
      suite(suites.get(i), i + 1, text);
    }
    return text.toString();
  }

  private static void suite(TestCases suite, int number, StringBuilder text) {
    String name = suite.kernel() + "@" + suite.guest();
    text.append("  ").append(VERSION);
    text.append("  # Subtest: ").append(name).append('\n');
    text.append("  1..").append(suite.cases().size()).append('\n');
    for (int i = 0; i < suite.cases().size(); i++) {
      TestCases.Case boot = suite.cases().get(i);
      boot.output().stream()
          .limit(MAX_LINES)
          .forEach(line -> text.append("  # ").append(Visible.line(line)).append('\n'));
      text.append("  ").append(line(i + 1, boot.name(), boot.result(), boot.type(), boot.reason()));
    }
    TestCases.Result whole = worst(suite.cases());
    text.append(line(number, name, whole, "", "see the tests within"));
  }

  private static String line(
      int number, String name, TestCases.Result result, String type, String reason) {
    String words = number + " " + Visible.line(name).replace('#', '-');
    String why = Visible.line(type.isEmpty() ? reason : type + ": " + reason);
    return switch (result) {
          case PASSED -> "ok " + words;
          case FAILURE -> "not ok " + words;
          case ERROR -> "not ok " + words + " # ERROR " + why;
          case SKIPPED -> "ok " + words + " # SKIP " + why;
        }
        + "\n";
  }

  private static TestCases.Result worst(List<TestCases.Case> cases) {
    return List.of(TestCases.Result.FAILURE, TestCases.Result.ERROR).stream()
        .filter(result -> cases.stream().anyMatch(c -> c.result() == result))
        .findFirst()
        .orElse(
            cases.stream().allMatch(c -> c.result() == TestCases.Result.SKIPPED)
                ? TestCases.Result.SKIPPED
                : TestCases.Result.PASSED);
  }
}
