package dev.straddle.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.Audit;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestClaim;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.Proof;
import dev.straddle.model.Watched;
import dev.straddle.verdict.evidence.ConsoleLines;
import dev.straddle.verdict.evidence.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellJudgeTest {

  @Test
  void everythingProvenPasses() {
    CellVerdict verdict = CellJudge.judge(new Evidence(new BootFixture().seen(), List.of()));
    assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
    assertThat(verdict.proofs()).allMatch(p -> p.status() == Proof.Status.HOLDS);
  }

  @Test
  void anotherKernelIsUnproven() {
    unproven(b -> b.release = "6.1.0-13-amd64", "6.1.0-13-amd64 (build id abcd) instead of");
  }

  @Test
  void anotherBuildOfTheSameReleaseIsUnproven() {
    unproven(b -> b.buildId = "ffff", "build id ffff");
  }

  @Test
  void otherPagingModeIsUnproven() {
    unproven(b -> b.levels = 5, "5 levels by CR4, 4 asked for");
  }

  @Test
  void isolationThatIsAskedForHasToBeThere() {
    unproven(b -> b.cmdline = List.of("pti=on"), "init_mm has no table for user mode");
    unproven(
        b -> {
          b.cmdline = List.of("pti=on");
          b.isolated = Optional.empty();
        },
        "was not looked for");
    BootFixture isolated = new BootFixture();
    isolated.cmdline = List.of("pti=on");
    isolated.isolated = Optional.of(true);
    assertThat(CellJudge.judge(new Evidence(isolated.seen(), List.of())).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void pmemElsewhereIsUnproven() {
    unproven(
        b -> b.pmemSeen = AddressRange.ofSize(Address.parse("10000000000"), 1L << 30),
        "0x1fffe0000000-0x20001fffffff is not in /proc/iomem");
  }

  @Test
  void otherVmemmapBaseIsUnproven() {
    unproven(b -> b.base = Address.parse("ffffe00000000000"), "0xffffe00000000000 read");
  }

  @Test
  void kaslrThatMovedNothingIsUnproven() {
    unproven(b -> b.kaslr(.25, "ffffea0000000000"), "where it lies without KASLR");
  }

  @Test
  void anEntryPresentBeforehandThatSomeLackIsUnproven() {
    unproven(
        b -> {
          b.before = b.after;
          b.missingBefore =
              List.of(new Audit.MissingSlot(469, BootFixture.VMEMMAP, "vmemmap", 3, false));
        },
        "slot 469 was present before the probe, and not in all of 9 tables");
  }

  @Test
  void aProbeThatFailedIsToldBeforeWhatIsMissingForIt() {
    BootFixture failed = new BootFixture();
    failed.after = failed.before;
    failed.stepStatus = 1;
    assertThat(CellJudge.judge(new Evidence(failed.seen(), List.of())).reason())
        .startsWith("not proven: the probe did its work: step create-namespace ended with status 1")
        .contains("; top-level entries of pmem0: slot 469 is absent");
  }

  @Test
  void entryThatNeverCameIsUnproven() {
    unproven(b -> b.after = b.before, "slot 469 is absent after the probe");
  }

  @Test
  void tableOutOfStepIsUnproven() {
    unproven(
        b ->
            b.missing =
                List.of(new Audit.MissingSlot(469, BootFixture.VMEMMAP, "vmemmap", 3, false)),
        "slot 469 (vmemmap) lacked by 3 of 9");
    unproven(
        b ->
            b.missingLater =
                List.of(new Audit.MissingSlot(469, BootFixture.VMEMMAP, "vmemmap", 2, false)),
        "slot 469 (vmemmap) lacked by 2 of 9 at settled");
  }

  @Test
  void unboundDriverIsUnproven() {
    unproven(b -> b.driver = Optional.empty(), "dax0.0 → no driver");
  }

  @Test
  void anotherDriverIsUnproven() {
    unproven(b -> b.driver = Optional.of("kmem"), "device_dax is bound: dax0.0 → kmem");
  }

  @Test
  void failedStepIsUnproven() {
    unproven(b -> b.stepStatus = 1, "create-namespace ended with status 1");
  }

  @Test
  void aStepOverSshThatFailedIsUnproven() {
    unproven(
        b -> {
          b.ssh = ssh("job");
          b.overSsh = List.of(overSsh("job", 3, "first\nl\u001b[2Jast\n", Optional.empty()));
        },
        "step job ended with status 3: l?[2Jast");
    unproven(
        b -> {
          b.ssh = ssh("job");
          b.overSsh = List.of(overSsh("job", -1, "", Optional.of("did not end within 6.0 s")));
        },
        "step job did not end within 6.0 s");
  }

  /** A guest may say that it did a step; only straddle can say that it did one over SSH. */
  @Test
  void aStepOverSshThatWasNeverDoneIsUnproven() {
    unproven(
        b -> {
          b.ssh = ssh("job", "more");
          b.overSsh =
              List.of(overSsh("job", 0, "", Optional.empty()), new GuestFacts.Step("more", 0, ""));
        },
        "step more was never begun");
  }

  @Test
  void stepsOverSshThatSucceededPass() {
    BootFixture boot = new BootFixture();
    boot.ssh = ssh("job");
    boot.overSsh = List.of(overSsh("job", 0, "", Optional.empty()));

    assertThat(CellJudge.judge(new Evidence(boot.seen(), List.of())).outcome())
        .isEqualTo(Outcome.PASS);
  }

  private static Optional<GuestSpec.Ssh> ssh(String... names) {
    return Optional.of(
        new GuestSpec.Ssh(
            Stream.of(names)
                .map(
                    name ->
                        new GuestSpec.Ssh.Step(
                            name, "true", Duration.ofSeconds(1), List.of(), List.of()))
                .toList(),
            GuestSpec.Ssh.RESULTS));
  }

  private static GuestFacts.Step overSsh(
      String name, int status, String output, Optional<String> trouble) {
    return new GuestFacts.Step(
        name,
        status,
        output,
        Optional.of(
            new GuestFacts.OverSsh(
                Duration.ofSeconds(1),
                Duration.ofSeconds(6),
                trouble,
                "steps/" + name + ".log",
                List.of(),
                List.of())));
  }

  @Test
  void whatWasNotSeenIsNotAssumed() {
    unproven(b -> b.audited = false, "CR4 was not read");
  }

  @Test
  void theGuestsOwnWordsHaveToBeWhole() {
    unproven(b -> b.probeStatus = Optional.of(7), "it ended with status 7");
    unproven(b -> b.probeStatus = Optional.empty(), "did not say how it ended");
    unproven(b -> b.unparsed = List.of("status -1: no number"), "status -1: no number");
  }

  @Test
  void whatIsReadFromOutsideOutranksWhatTheGuestSays() {
    unproven(b -> b.daxInMemory = Optional.of(List.of()), "dax0.0 → device_dax, its memory none");
    unproven(b -> b.resources = Optional.of(List.of()), "is not among the kernel's resources");
    unproven(b -> b.mapOnDevice = Optional.of(GuestSpec.Map.DEV), "has map dev, mem asked for");
  }

  @Test
  void aGuestWithoutMemoryDevicesIsAnOrdinaryGuest() {
    CellVerdict verdict =
        CellJudge.judge(new Evidence(new BootFixture().ordinary().seen(), List.of()));
    assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
    assertThat(verdict.proofs()).extracting(Proof::name).noneMatch(name -> name.contains("pmem"));
  }

  @Test
  void aRecordWithoutItsMemoryDevicesProvesNothing() {
    unproven(b -> b.words = "", "1 defined, 1 planned, 0 told of");
  }

  @Test
  void aGuestThatDidNotPowerOffIsUnproven() {
    unproven(b -> b.powerOff = Watched.PowerOff.NOT_IN_TIME, "did not power off in time");
  }

  @Test
  void aDamagedRecordIsUnproven() {
    CellVerdict verdict =
        CellJudge.judge(
            new Evidence(
                new BootFixture().crashedOutOfStep("ffffea8000000038").seen(),
                List.of(),
                ConsoleLines.NONE,
                Optional.of("the console file holds fewer bytes than recorded"),
                List.of()));
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
    assertThat(verdict.reason()).contains("fewer bytes");
  }

  @Test
  void claimsOfTheGuestsOwn() {
    own(new GuestClaim.StepSucceeds("create-namespace"), Outcome.PASS);
    own(new GuestClaim.StepSucceeds("never-done"), Outcome.UNPROVEN);
    own(new GuestClaim.FileHolds("/proc/x", "yes"), Outcome.PASS);
    own(new GuestClaim.FileHolds("/proc/x", "no"), Outcome.UNPROVEN);
    own(new GuestClaim.FileHolds("/proc/y", "yes"), Outcome.UNPROVEN);
    own(new GuestClaim.ModuleLoaded("dax-pmem"), Outcome.PASS);
    own(new GuestClaim.ModuleLoaded("dax"), Outcome.UNPROVEN);
    own(new GuestClaim.LineSeen("mounted"), Outcome.PASS);
    own(new GuestClaim.LineSeen("unmounted"), Outcome.UNPROVEN);
    own(new GuestClaim.LineNeverSeen("unmounted"), Outcome.PASS);
    own(new GuestClaim.LineNeverSeen("mounted"), Outcome.UNPROVEN);
    own(new GuestClaim.LineNeverSeen("not looked for"), Outcome.UNPROVEN);
  }

  private static void own(GuestClaim claim, Outcome expected) {
    BootFixture boot = new BootFixture();
    boot.proves = List.of(claim);
    boot.other =
        Map.of(
            "file:/proc/x", "oh yes\n",
            "file:/proc/modules", "dax_pmem 16384 0 - Live 0x0000000000000000\n");
    CellVerdict verdict =
        CellJudge.judge(
            new Evidence(
                boot.seen(),
                List.of(),
                new ConsoleLines(
                    List.of("mounted", "unmounted"), Map.of("mounted", "root mounted")),
                Optional.empty(),
                List.of()));
    assertThat(verdict.outcome()).as(claim + ": " + verdict.reason()).isEqualTo(expected);
  }

  @Test
  void ofAnotherBuildNothingIsSaid() {
    BootFixture boot = new BootFixture().crashedOutOfStep("ffffea8000000038");
    boot.buildId = "ffff";
    CellVerdict verdict =
        CellJudge.judge(
            new Evidence(
                boot.seen(), List.of(SampleFinding.oops(BootFixture.TITLE, "ffffea8000000038"))));
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
    assertThat(verdict.reason()).startsWith("another build ran").contains("ffff");
  }

  /** A memory that holds another build is not read any further: only the note tells of it. */
  @Test
  void ofAnotherBuildThatTheNoteTellsOfNothingIsSaidEither() {
    BootFixture boot = new BootFixture().crashedOutOfStep("ffffea8000000038");
    boot.audited = false;
    boot.note =
        Optional.of("memory not read at before: " + Observation.OTHER_BUILD + "ffff, not abcd");
    CellVerdict verdict =
        CellJudge.judge(
            new Evidence(
                boot.seen(), List.of(SampleFinding.oops(BootFixture.TITLE, "ffffea8000000038"))));
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
    assertThat(verdict.reason()).startsWith("another build ran").contains("ffff");
  }

  @Test
  void anEntryMadeAtBootInEveryTablePasses() {
    BootFixture boot = new BootFixture();
    boot.before = boot.after;
    assertThat(CellJudge.judge(new Evidence(boot.seen(), List.of())).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void everyEndingHasItsOutcome(Ending ending) {
    BootFixture boot = ending == Ending.CRASHED ? new BootFixture().panicked() : new BootFixture();
    boot.ending = ending;
    Outcome expected =
        switch (ending) {
          case PROBE_DONE -> Outcome.PASS;
          case CRASHED -> Outcome.OOPS;
          case GUEST_EXITED, SILENT, DEADLINE -> Outcome.HANG;
          case QEMU_GONE, INTERRUPTED -> Outcome.INFRA;
          case ABANDONED -> Outcome.UNPROVEN;
        };
    assertThat(CellJudge.judge(new Evidence(boot.seen(), List.of())).outcome()).isEqualTo(expected);
  }

  @Test
  void buildFailureQuotesItsFirstLine() {
    CellVerdict verdict =
        CellJudge.buildFailed(
            new BootFixture().id(),
            new BuildFailure(
                "k", "v", "compile", "mm/percpu.c:3: error: no\nmore", "log", Optional.empty()));
    assertThat(verdict.outcome()).isEqualTo(Outcome.BUILD_FAILED);
    assertThat(verdict.reason()).isEqualTo("compile: mm/percpu.c:3: error: no");
  }

  static void unproven(Consumer<BootFixture> wrong, String reason) {
    BootFixture boot = new BootFixture();
    wrong.accept(boot);
    CellVerdict verdict = CellJudge.judge(new Evidence(boot.seen(), List.of()));
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
    assertThat(verdict.reason()).contains(reason);
  }
}
