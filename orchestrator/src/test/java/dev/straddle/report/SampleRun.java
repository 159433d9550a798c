package dev.straddle.report;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.AppliedPatch;
import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.Proof;
import dev.straddle.model.RunRecord;
import dev.straddle.model.RunVerdict;
import dev.straddle.model.Symptom;
import dev.straddle.model.WorkEvent;
import dev.straddle.verdict.SampleFinding;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run of four cells as the shipped matrix gives it: made by hand, with the real addresses. */
public final class SampleRun {

  static final String TITLE =
      "BUG: unable to handle kernel paging request in __init_zone_device_page";

  static final String CONSOLE =
      """
      [    0.000000] Linux version 6.12.117-s0ff1ce (straddle@build) #1 SMP
      [    0.000000] Command line: console=ttyS0 oops=panic panic=-1 nokaslr
      [    1.519282] Run /init as init process
      straddle: probe begins
      [    3.480527] BUG: unable to handle page fault for address: ffffea8000000038
      [    3.480900] #PF: supervisor write access in kernel mode
      [    3.481058] #PF: error_code(0x0002) - not-present page
      [    3.481287] PGD 0 P4D 0\s
      [    3.481463] Oops: Oops: 0002 [#1] SMP
      [    3.482054] RIP: 0010:__init_zone_device_page.constprop.0+0x3/0x80
      [    3.484325] CR2: ffffea8000000038 CR3: 0000000000a81000 CR4: 00000000007506b0
      [    3.484670] Call Trace:
      [    3.491256]  <TASK>
      [    3.491555]  memmap_init_zone_device+0x154/0x210
      [    3.491910]  memremap_pages+0x354/0x620
      [    3.492128]  dev_dax_probe+0x1c6/0x2e0
      [    3.496365]  </TASK>
      [    3.496912] ---[ end trace 0000000000000000 ]---
      [    3.499210] Kernel panic - not syncing: Fatal exception
      """;

  private static final List<AppliedPatch> SERIES =
      List.of(
          new AppliedPatch("pgtable-sync", "mm: declare the mask", false, "0123456789abcdef"),
          new AppliedPatch("pgtable-sync", "mm: use it", false, "123456789abcdef0"),
          new AppliedPatch("pgtable-sync", "x86/mm: set it", false, "23456789abcdef01"));

  static final Instant STARTED = Instant.parse("2026-01-01T12:00:00Z");

  private SampleRun() {}

  /** The run as it should be: the series fixes one guest, the other is a control. */
  public static RunRecord fixed() {
    return run(
        List.of(
            oops(cell("unpatched", "pgd-straddle")),
            pass(cell("patched", "pgd-straddle")),
            pass(cell("unpatched", "pgd-aligned")),
            pass(cell("patched", "pgd-aligned"))),
        List.of(
            pair("pgd-straddle", PairOutcome.FIXED, PairOutcome.FIXED),
            pair("pgd-aligned", PairOutcome.NOT_REPRODUCED, PairOutcome.NOT_REPRODUCED)),
        "FIXED on pgd-straddle: without the series "
            + TITLE
            + "; with it PASS. The control passes on both sides, as it should.",
        0);
  }

  /** The fixed run when it was cut short: all its cells are planned, these are judged. */
  static RunRecord cutShort(List<CellVerdict> judged) {
    RunRecord cut = run(judged, List.of(), "interrupted", 2);
    return new RunRecord(
        cut.schema(),
        cut.id(),
        cut.matrix(),
        cut.started(),
        cut.finished(),
        cut.straddleVersion(),
        cut.host(),
        fixed().cells(),
        cut.kernels(),
        cut.buildFailures(),
        cut.work(),
        cut.verdict(),
        cut.observations());
  }

  static RunRecord run(
      List<CellVerdict> cells, List<PairVerdict> pairs, String sentence, int exitStatus) {
    Map<String, PairOutcome> guests = new LinkedHashMap<>();
    pairs.forEach(p -> guests.put(p.guest(), p.expected()));
    return new RunRecord(
        RunRecord.SCHEMA,
        "20260101-120000-pgd-sync",
        new MatrixSpec(
            "pgd-sync",
            "The page-table-sync series on pmem across a PGD boundary, and a control.",
            List.of("linux-6.12"),
            guests,
            Map.of(),
            "unpatched",
            "patched",
            1,
            Symptom.Report.titled(TITLE),
            Path.of("/straddle/matrices/pgd-sync.yaml"),
            List.of()),
        STARTED,
        STARTED.plusSeconds(27),
        "0.1.0",
        new RunRecord.Host(
            "Debian GNU/Linux 12, Linux 6.1.0-39-amd64",
            2,
            ByteSize.parse("24GiB"),
            "QEMU emulator version 7.2.19",
            "tcg"),
        cells.stream().map(CellVerdict::cell).toList(),
        List.of(kernel("unpatched"), kernel("patched")),
        List.of(),
        List.of(
            new WorkEvent.StepDone("source linux-source-6.12 6.12.117-1", Duration.ofSeconds(9)),
            new WorkEvent.StepDone("build linux-6.12/unpatched", Duration.ofSeconds(296)),
            new WorkEvent.StepDone("build linux-6.12/patched", Duration.ofSeconds(61))),
        new RunVerdict(cells, pairs, sentence, exitStatus),
        Map.of());
  }

  static CellId cell(String variant, String guest) {
    return new CellId("linux-6.12", variant, guest, 1, Optional.empty());
  }

  static PairVerdict pair(String guest, PairOutcome outcome, PairOutcome expected) {
    String reason =
        outcome == PairOutcome.FIXED
            ? "without the series " + TITLE + "; with it PASS"
            : "both sides pass: there is nothing here to fix";
    return new PairVerdict(
        "linux-6.12", guest, outcome, expected, reason, Optional.empty(), Optional.empty());
  }

  static CellVerdict oops(CellId cell) {
    return new CellVerdict(
        cell,
        Outcome.OOPS,
        TITLE,
        List.of(finding(TITLE, 5, 19)),
        List.of(
            new Proof("the guest ran this build", Proof.Status.HOLDS, "6.12.117-s0ff1ce"),
            new Proof("paging mode", Proof.Status.HOLDS, "4 levels by CR4, 4 asked for"),
            new Proof("device_dax is bound", Proof.Status.UNKNOWN, "no device on the dax bus")));
  }

  static CellVerdict pass(CellId cell) {
    return new CellVerdict(
        cell,
        Outcome.PASS,
        "the probe did its work and all 8 claims are proven",
        List.of(),
        List.of(
            new Proof("the guest ran this build", Proof.Status.HOLDS, "6.12.117-s0ff1ce"),
            new Proof(
                "top-level entries of pmem0",
                Proof.Status.HOLDS,
                "slot 469 absent before the probe, present in init_mm after")));
  }

  static CellVerdict ended(CellId cell, Outcome outcome, String reason) {
    return new CellVerdict(cell, outcome, reason, List.of(), List.of());
  }

  static Finding finding(String title, long firstLine, long lastLine) {
    return SampleFinding.of(
        "page-fault",
        title,
        new Finding.Place(firstLine, lastLine, 0, 0),
        CONSOLE.lines().skip(4).map(l -> l.substring(15)).toList(),
        Optional.of("__init_zone_device_page"),
        Optional.of(Address.parse("0xffffea8000000038")));
  }

  static KernelArtifact kernel(String variant) {
    String id = variant.equals("patched") ? "c0ffee" : "0ff1ce";
    return new KernelArtifact(
        "linux-6.12",
        variant,
        "9b1c6f0e" + id,
        "6.12.117-1~deb12u1",
        "6.12.117-s" + id,
        id + "5a8b6f0a9e2f1c7d3b4a5968778695a4b3c2d1",
        "gcc (Debian 12.2.0-14+deb12u1) 12.2.0",
        Path.of("/cache/" + id + "/bzImage"),
        Path.of("/cache/" + id + "/vmlinux"),
        Path.of("/cache/" + id + "/.config"),
        64,
        List.of(),
        List.of(),
        "",
        variant.equals("patched") ? SERIES : List.of(),
        Optional.empty());
  }

  /** Every cell that has a verdict and a kernel, as it was observed. */
  public static List<Observation> observations(RunRecord run) {
    List<Observation> seen = new ArrayList<>();
    for (CellVerdict verdict : run.verdict().cells()) {
      if (verdict.outcome() != Outcome.BUILD_FAILED) {
        seen.add(SampleBoot.observation(verdict.cell(), verdict.outcome()));
      }
    }
    return seen;
  }

  static AddressRange pmem(String guest) {
    long start = guest.contains("aligned") ? 1L << 40 : (32L << 40) - (512L << 20);
    return AddressRange.ofSize(new Address(start), 1L << 30);
  }

  static Consoles consoles(String text) {
    return seen -> Optional.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
