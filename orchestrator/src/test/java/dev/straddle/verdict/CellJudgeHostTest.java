package dev.straddle.verdict;

import static dev.straddle.verdict.CellJudgeTest.unproven;
import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.Outcome;
import dev.straddle.model.Progress;
import dev.straddle.verdict.evidence.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the host withheld from a guest. */
class CellJudgeHostTest {

  @Test
  void aProcessorThatWasHeldUpIsUnproven() {
    unproven(
        b -> b.progress = progress(300, 5_000), "CPU 2 took no interrupt of its timer for 5.0 s");
    unproven(b -> b.progress = progress(5_000, 1_000), "nobody looked at them for 5.0 s");
    unproven(b -> b.progress = Optional.empty(), "could not be looked at");
    unproven(
        b ->
            b.progress =
                Optional.of(BootFixture.progress(300, 0, Optional.empty(), Optional.empty())),
        "0 of 1 processors came up");
    BootFixture shortly = new BootFixture();
    shortly.progress = progress(300, 4_900);
    assertThat(CellJudge.judge(new Evidence(shortly.seen(), List.of())).outcome())
        .isEqualTo(Outcome.PASS);
  }

  private static Optional<Progress> progress(long gap, long length) {
    return Optional.of(
        BootFixture.progress(
            gap,
            1,
            Optional.of(
                new Progress.Standstill(
                    2,
                    Duration.ofSeconds(1),
                    Duration.ofMillis(length),
                    Progress.Reason.WITHOUT_TICKS)),
            Optional.empty()));
  }

  @Test
  void aProcessorThatTheHostHeldUpIsTheHosts() {
    Progress.Standstill atAll =
        new Progress.Standstill(
            0, Duration.ofSeconds(1), Duration.ofSeconds(12), Progress.Reason.OWES_A_SWITCH);
    BootFixture boot = new BootFixture();
    boot.progress =
        Optional.of(
            new Progress(
                40,
                Duration.ofMillis(300),
                1,
                Optional.empty(),
                Optional.of(atAll),
                Optional.empty()));
    CellVerdict generous = CellJudge.judge(new Evidence(boot.seen(), List.of()));
    assertThat(generous.outcome()).isEqualTo(Outcome.UNPROVEN);
    assertThat(generous.reason()).contains("let no other task run for 12.0 s");

    boot.pressure = BootFixture.STARVED;
    CellVerdict starved = CellJudge.judge(new Evidence(boot.seen(), List.of()));
    assertThat(starved.outcome()).isEqualTo(Outcome.INFRA);
    assertThat(starved.reason()).contains("the host withheld");

    boot.stepStatus = 1;
    assertThat(CellJudge.judge(new Evidence(boot.seen(), List.of())).outcome())
        .isEqualTo(Outcome.UNPROVEN);
  }

  @Test
  void anEmulatedClockThatRunsTooFastProvesNothing() {
    BootFixture fast = new BootFixture();
    fast.progress = clock(30_000, 10_000);
    CellVerdict verdict = CellJudge.judge(new Evidence(fast.seen(), List.of()));
    assertThat(verdict.outcome()).isEqualTo(Outcome.INFRA);
    assertThat(verdict.reason()).contains("the guest's clock went on by 30.0 s in 10.0 s");
    assertThat(
            CellJudge.judge(
                    new Evidence(
                        fast.seen(), List.of(SampleFinding.report("rcu-stall", "INFO: stall"))))
                .outcome())
        .as("a stall by such a clock is none of the kernel's")
        .isEqualTo(Outcome.INFRA);

    BootFixture coarse = new BootFixture();
    coarse.progress = clock(10_900, 10_000);
    assertThat(CellJudge.judge(new Evidence(coarse.seen(), List.of())).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void aCrashBehindAStallOfTheHostsIsNamedForItself() {
    BootFixture fast = new BootFixture().crashedOutOfStep("0xffffea8000000000");
    List<Finding> both =
        List.of(
            SampleFinding.panicked(
                SampleFinding.report("rcu-stall", "INFO: rcu detected stall in f")),
            SampleFinding.oops("BUG: unable to handle page fault in g", "0xffffea8000000000"));
    CellVerdict slow = CellJudge.judge(new Evidence(fast.seen(), both));
    assertThat(slow.reason()).as("nothing excuses it").startsWith("INFO: rcu detected stall");
    fast.progress = clock(30_000, 10_000);
    CellVerdict verdict = CellJudge.judge(new Evidence(fast.seen(), both));
    assertThat(verdict.outcome()).isEqualTo(Outcome.OOPS);
    assertThat(verdict.reason()).isEqualTo("BUG: unable to handle page fault in g");
  }

  private static Optional<Progress> clock(long guest, long host) {
    return Optional.of(
        BootFixture.progress(
            300,
            1,
            Optional.empty(),
            Optional.of(new Progress.Clock(Duration.ofMillis(guest), Duration.ofMillis(host)))));
  }

  @Test
  void aGuestWhoseClockHardlyWentOnWasNotWatched() {
    unproven(
        b -> b.byItsClock = Optional.of(Duration.ofMillis(31)), "0.03 s by the guest's own clock");
    BootFixture roughly = new BootFixture();
    roughly.byItsClock = Optional.of(Duration.ofMillis(260));
    assertThat(CellJudge.judge(new Evidence(roughly.seen(), List.of())).outcome())
        .isEqualTo(Outcome.PASS);
  }
}
