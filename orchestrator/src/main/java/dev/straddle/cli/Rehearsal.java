package dev.straddle.cli;

import dev.straddle.findings.FindingParser;
import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressRange;
import dev.straddle.model.Audit;
import dev.straddle.model.BootEvent;
import dev.straddle.model.CellId;
import dev.straddle.model.Ending;
import dev.straddle.model.Finding;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.CellJudge;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges, writes and prints a made-up boot to nowhere while the real one is under way.
 *
 * <p>The JVM takes as long for what it does the first time as a guest takes to crash; when the
 * guest has crashed, it shall be the second time.
 */
final class Rehearsal {

  private static final String CONSOLE =
      """
      [    0.500000] Run /init as init process
      [    1.000000] BUG: unable to handle page fault for address: ffffea8000000038
      [    1.000001] #PF: supervisor write access in kernel mode
      [    1.000002] Oops: Oops: 0002 [#1] SMP
      [    1.000003] CPU: 0 UID: 0 PID: 40 Comm: init Not tainted 6.12.0 #1
      [    1.000004] RIP: 0010:rehearsed+0x3/0x80
      [    1.000005] Code: 90 90 <48> c7
      [    1.000006] RAX: ffffea8000000000 RBX: ffffea8000000000 RCX: ffff8880005fa540
      [    1.000007] Call Trace:
      [    1.000008]  <TASK>
      [    1.000009]  caller_of_rehearsed+0x154/0x210
      [    1.000010]  </TASK>
      [    1.000011] ---[ end trace 0000000000000000 ]---
      [    1.000012] Kernel panic - not syncing: Fatal exception
      """;

  private Rehearsal() {}

  static void of(
      CellId cell, GuestSpec guest, KernelArtifact kernel, AddressPlan plan, String accelerator) {
    Observation madeUp =
        new Observation(
            Observation.SCHEMA,
            cell,
            guest,
            kernel,
            plan,
            Instant.EPOCH,
            List.of(),
            accelerator,
            new Observation.Console("", 0, 0),
            List.of(
                new BootEvent.Milestone(Duration.ZERO, ""),
                new BootEvent.Qmp(Duration.ZERO, "", ""),
                new BootEvent.Ended(Duration.ZERO, Ending.CRASHED)),
            Ending.CRASHED,
            GuestFacts.NONE,
            List.of(audit(kernel)),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO);
    RunDirectory.text(madeUp);
    FindingParser parser = FindingParser.standard();
    byte[] console = CONSOLE.getBytes(StandardCharsets.UTF_8);
    parser.accept(console, 0, console.length);
    List<Finding> findings = parser.finish();
    BootText.print(
        new SingleBoot.Outcome(madeUp, CellJudge.judge(madeUp, findings), Path.of("")),
        new Ansi(false),
        new PrintWriter(Writer.nullWriter()));
  }

  private static Audit audit(KernelArtifact kernel) {
    Address zero = new Address(0);
    Audit.Level level = new Audit.Level("PGD", 0, zero);
    return new Audit(
        "crash",
        4,
        Optional.of(zero),
        Optional.of(kernel.buildId()),
        Optional.of(false),
        List.of(511),
        1,
        List.of(new Audit.MissingSlot(469, AddressRange.ofSize(zero, 1), "vmemmap", 1, true)),
        Optional.of(new Audit.FaultWalk(zero, zero, List.of(level), List.of(level))),
        Duration.ZERO);
  }
}
