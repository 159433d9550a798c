package dev.straddle.verdict;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressPlan.PmemPlan;
import dev.straddle.model.AddressRange;
import dev.straddle.model.Audit;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestFacts.IomemEntry;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Proof;
import dev.straddle.model.Proof.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What must hold before a boot without a crash may be called PASS.
 *
 * <p>Each precondition compares what was planned with what was seen. Something not seen is {@link
 * Status#UNKNOWN}, never assumed.
 */
final class Preconditions {

  private static final String PMEM_IN_IOMEM = "Persistent Memory";
  private static final String RAM_IN_IOMEM = "System RAM";

  /** As a guest's {@code cmdline} asks for it. */
  private static final String ISOLATION = "pti=on";

  private final Observation seen;
  private final List<Proof> proofs = new ArrayList<>();

  private Preconditions(Observation seen) {
    this.seen = seen;
  }

  static List<Proof> of(Observation seen) {
    Preconditions checks = new Preconditions(seen);
    checks.thisBuildRan();
    checks.pagingMode();
    checks.isolation();
    checks.structPageSize();
    checks.pmemInPlace();
    checks.vmemmapBase();
    checks.topEntries();
    checks.tablesInStep();
    checks.driverBound();
    return List.copyOf(checks.proofs);
  }

  private void thisBuildRan() {
    String name = "the guest ran this build";
    Optional<String> release = seen.facts().release();
    Optional<String> inMemory = seen.audits().stream().flatMap(a -> a.buildId().stream()).findAny();
    if (release.isEmpty() || inMemory.isEmpty()) {
      unknown(
          name,
          (release.isEmpty() ? "the guest did not tell its release" : "its memory was not read")
              + seen.note().map(note -> "; " + note).orElse(""));
      return;
    }
    String wanted = seen.kernel().release() + " (build id " + seen.kernel().buildId() + ")";
    String got = release.get() + " (build id " + inMemory.get() + ")";
    add(name, got.equals(wanted), got.equals(wanted) ? got : got + " instead of " + wanted);
  }

  private void pagingMode() {
    String name = "paging mode";
    int asked = seen.guest().machine().pagingLevels();
    Optional<Audit> audit = lastAudit();
    if (audit.isEmpty()) {
      unknown(name, "CR4 was not read");
      return;
    }
    int levels = audit.get().pagingLevels();
    add(name, levels == asked, levels + " levels by CR4, " + asked + " asked for");
  }

  /** Only of guests that ask for it: the kernel decides by the processor otherwise. */
  private void isolation() {
    if (!seen.guest().cmdline().contains(ISOLATION)) {
      return;
    }
    String name = "page-table isolation";
    Optional<Boolean> isolated = lastAudit().flatMap(Audit::isolated);
    if (isolated.isEmpty()) {
      unknown(name, "init_mm's table for user mode was not looked for");
    } else {
      add(
          name,
          isolated.get(),
          isolated.get()
              ? "init_mm has a table for user mode, as asked for"
              : "init_mm has no table for user mode: the kernel is built without it");
    }
  }

  private void structPageSize() {
    int assumed = seen.plan().structPageSize();
    int built = seen.kernel().structPageSize();
    add(
        "sizeof(struct page)",
        assumed == built,
        assumed + " bytes planned, " + built + " in the image's debug information");
  }

  private void pmemInPlace() {
    for (int i = 0; i < seen.plan().pmem().size(); i++) {
      AddressRange planned = seen.plan().pmem().get(i).physical();
      String name = pmemName(i) + " at the planned place";
      GuestSpec.Pmem asked = seen.guest().pmem().get(i);
      String kind = asked.mode() == GuestSpec.Mode.DIMM ? RAM_IN_IOMEM : PMEM_IN_IOMEM;
      List<IomemEntry> entries =
          asked.arrival() == GuestSpec.Arrival.PLUGGED
              ? seen.facts().iomemAfter()
              : seen.facts().iomemBefore();
      List<AddressRange> found =
          entries.stream()
              .filter(e -> e.depth() == 0 && e.name().startsWith(kind))
              .map(IomemEntry::range)
              .toList();
      if (entries.isEmpty()) {
        unknown(name, "the guest showed no /proc/iomem");
      } else if (found.contains(planned)) {
        add(name, true, planned + " in /proc/iomem");
      } else {
        add(name, false, planned + " is not in /proc/iomem, which has " + list(found));
      }
    }
  }

  private void vmemmapBase() {
    String name = "vmemmap base";
    Optional<Address> read = observedBase();
    if (read.isEmpty()) {
      unknown(name, "vmemmap_base was not read");
      return;
    }
    Optional<Address> planned = seen.plan().vmemmapBase();
    if (planned.isEmpty()) {
      add(name, true, read.get() + ", chosen by KASLR");
    } else {
      add(name, read.equals(planned), read.get() + " read, " + planned.get() + " planned");
    }
  }

  /** The entries that the plan calls new were absent before the probe and are there after it. */
  private void topEntries() {
    Optional<Audit> before = audit("before");
    Optional<Audit> after = audit("after");
    AddressPlan plan = ObservedLayout.of(seen);
    for (int i = 0; i < plan.pmem().size(); i++) {
      PmemPlan pmem = plan.pmem().get(i);
      String name = "top-level entries of " + pmemName(i);
      if (before.isEmpty() || after.isEmpty() || pmem.slots().isEmpty()) {
        unknown(name, "init_mm was not read both before and after the probe");
        continue;
      }
      List<Integer> earlyBirds =
          pmem.newSlots().stream().filter(before.get().initMmSlots()::contains).toList();
      List<Integer> absent =
          pmem.slots().stream().filter(s -> !after.get().initMmSlots().contains(s)).toList();
      if (!earlyBirds.isEmpty()) {
        add(name, false, "slot " + list(earlyBirds) + " was present before the probe");
      } else if (!absent.isEmpty()) {
        add(name, false, "slot " + list(absent) + " is absent after the probe");
      } else if (pmem.newSlots().isEmpty()) {
        add(name, true, "slot " + list(pmem.slots()) + " serves, no new entry needed, as planned");
      } else {
        add(
            name,
            true,
            "slot " + list(pmem.newSlots()) + " absent before the probe, present in init_mm after");
      }
    }
  }

  private void tablesInStep() {
    String name = "page tables in step";
    Optional<Audit> after = audit("after");
    if (after.isEmpty() || after.get().tables() == 0) {
      unknown(name, "the tasks' page tables were not read");
      return;
    }
    String gaps =
        after.get().gaps().stream()
            .map(g -> g.slots() + " (" + g.last().region() + ") lacked by " + g.last().lackedBy())
            .collect(Collectors.joining(", "));
    add(
        name,
        gaps.isEmpty(),
        gaps.isEmpty()
            ? after.get().tables() + " tables agree with init_mm after the probe"
            : gaps + " of " + after.get().tables());
  }

  private void driverBound() {
    String name = "the probe did its work";
    GuestFacts facts = seen.facts();
    Optional<GuestFacts.Step> failed =
        facts.steps().stream().filter(s -> !s.succeeded()).findFirst();
    Optional<String> undone = undoneOverSsh();
    if (facts.steps().isEmpty()) {
      unknown(name, "the probe reported no step");
    } else if (failed.isPresent()) {
      add(name, false, failed.get().ending());
    } else if (undone.isPresent()) {
      add(
          name,
          false,
          "step " + undone.get() + " was never begun: the probe does not call over_ssh");
    } else {
      add(name, true, facts.steps().size() + " steps succeeded");
    }
    bound("device_dax", GuestSpec.Mode.DEVDAX);
    bound("kmem", GuestSpec.Mode.KMEM);
  }

  /** A guest that tells of such a step in its own words has not done it. */
  private Optional<String> undoneOverSsh() {
    List<String> done =
        seen.facts().steps().stream()
            .filter(step -> step.ssh().isPresent())
            .map(GuestFacts.Step::name)
            .toList();
    return seen.guest().ssh().stream()
        .flatMap(ssh -> ssh.steps().stream())
        .map(GuestSpec.Ssh.Step::name)
        .filter(step -> !done.contains(step))
        .findFirst();
  }

  /** As many devices as the guest has NVDIMMs of this mode are bound to the mode's driver. */
  private void bound(String driver, GuestSpec.Mode mode) {
    long wanted = seen.guest().pmem().stream().filter(p -> p.mode() == mode).count();
    if (wanted == 0) {
      return;
    }
    List<GuestFacts.DaxDevice> devices = seen.facts().daxDevices();
    long bound = devices.stream().filter(d -> d.driver().equals(Optional.of(driver))).count();
    String evidence =
        devices.stream()
            .map(d -> d.name() + " → " + d.driver().orElse("no driver"))
            .collect(Collectors.joining(", "));
    add(
        driver + " is bound",
        bound == wanted && devices.stream().allMatch(d -> d.driver().isPresent()),
        evidence.isEmpty() ? "no device on the dax bus" : evidence);
  }

  private Optional<Address> observedBase() {
    return seen.audits().stream().flatMap(a -> a.vmemmapBase().stream()).findFirst();
  }

  private Optional<Audit> audit(String when) {
    return seen.audits().stream().filter(a -> a.when().equals(when)).findFirst();
  }

  private Optional<Audit> lastAudit() {
    return seen.audits().stream().reduce((first, second) -> second);
  }

  private static String pmemName(int index) {
    return "pmem" + index;
  }

  private static String list(List<?> items) {
    return items.isEmpty()
        ? "none"
        : items.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private void add(String name, boolean holds, String evidence) {
    proofs.add(new Proof(name, holds ? Status.HOLDS : Status.FAILS, evidence));
  }

  private void unknown(String name, String evidence) {
    proofs.add(new Proof(name, Status.UNKNOWN, evidence));
  }
}
