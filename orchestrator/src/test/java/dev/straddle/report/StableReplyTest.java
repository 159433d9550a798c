package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StableReplyTest {

  @Test
  void aTagWhereNothingIsWorseAndTheReasonWhereSomethingIs() {
    String reply = StableReply.of(MadeUpNights.of(30, 12), "A Tester <a@example.org>");
    String shipped = reply.substring(0, reply.indexOf("linux-6.12/patched"));
    String patched = reply.substring(reply.indexOf("linux-6.12/patched"));
    assertThat(shipped)
        .contains("linux-6.12/shipped 6.12.29", "Build: pass", "Boot: 36 pass, 0 fail")
        .contains("6 configurations")
        .contains("  Tested-by: A Tester <a@example.org>");
    assertThat(patched)
        .contains("No Tested-by, because:", "WARNING in", "since 6.12.29")
        .doesNotContain("Tested-by: A Tester");
    assertThat(reply.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
  }

  @Test
  void aTestWithoutAnAnswerIsAReason() {
    assertThat(StableReply.of(MadeUpNights.of(31, 6), "A Tester <a@example.org>"))
        .contains("1 test without an answer: guest-1");
  }
}
