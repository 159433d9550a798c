package dev.straddle.findings;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.straddle.model.Finding;

/**
 * Fuzzes the parser with Jazzer.
 *
 * <p>An ordinary test run replays the inputs kept as resources. {@code JAZZER_FUZZ=1 mvn test
 * -Dtest=ParserFuzzTest} searches for new ones.
 */
class ParserFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void anyBytes(byte[] console) {
    parse(FindingParser.standard(), console);
  }

  @FuzzTest(maxDuration = "30m")
  void anyLog(byte[] log) {
    parse(FindingParser.tolerant(), log);
  }

  private static void parse(FindingParser parser, byte[] console) {
    int half = console.length / 2;
    parser.accept(console, 0, half);
    parser.accept(console, half, console.length - half);
    for (Finding finding : parser.finish()) {
      Finding.Place place = finding.place();
      if (place.endByte() > console.length + 1 || place.startByte() > place.endByte()) {
        throw new IllegalStateException("a finding outside the console: " + finding);
      }
    }
  }
}
