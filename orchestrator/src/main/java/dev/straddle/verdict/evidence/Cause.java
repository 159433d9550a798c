package dev.straddle.verdict.evidence;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.Audit;
import dev.straddle.model.Audit.FaultWalk;
import dev.straddle.model.Audit.Level;
import dev.straddle.model.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a task faulted: whether for want of an entry that {@code init_mm} has, and in which region.
 */
public sealed interface Cause {

  /** Half a sentence. */
  String evidence();

  /** The page tables were out of step: the task lacked an entry that {@code init_mm} has. */
  record OutOfStep(String evidence) implements Cause {}

  /** The fault has another cause. */
  record Another(String evidence) implements Cause {}

  /** The page tables were not read, or say nothing about this fault. */
  record Unread(String evidence) implements Cause {}

  /** The cause of a reported fault in a region of kernel addresses, such as {@code vmemmap}. */
  static Cause of(Finding fault, String region, Evidence boot) {
    if (fault.report().faultAddress().isEmpty()) {
      return new Another("the report names no faulting address");
    }
    Address address = fault.report().faultAddress().get();
    if (!in(region, address, boot)) {
      return new Another("it faulted at " + address + ", which is not in " + region);
    }
    Optional<FaultWalk> walk =
        boot.seen().audits().stream()
            .flatMap(audit -> audit.fault().stream())
            .filter(w -> w.cr2().equals(address))
            .findFirst();
    return walk.map(Cause::of)
        .orElseGet(() -> new Unread("the page tables were not read at the fault at " + address));
  }

  /** The tables are compared down to the first level at which the task has no entry. */
  private static Cause of(FaultWalk walk) {
    for (int n = 0; n < walk.task().size(); n++) {
      Level task = walk.task().get(n);
      String where = task.name() + " entry " + task.index();
      if (present(task)) {
        continue;
      }
      if (n >= walk.initMm().size()) {
        return new Unread("init_mm's table was not read at the fault");
      }
      return present(walk.initMm().get(n))
          ? new OutOfStep("the faulting task lacks " + where + ", which init_mm has")
          : new Another(where + " is absent from init_mm too");
    }
    return new Another("the faulting task has every entry down to the page");
  }

  private static boolean present(Level level) {
    return (level.entry().value() & 1) != 0;
  }

  private static boolean in(String region, Address address, Evidence boot) {
    Stream<AddressRange> planned =
        region.equals("vmemmap")
            ? ObservedLayout.of(boot.seen()).pmem().stream().flatMap(p -> p.vmemmap().stream())
            : Stream.empty();
    List<Audit.MissingSlot> gaps =
        boot.seen().audits().stream()
            .flatMap(audit -> audit.missing().stream())
            .filter(slot -> !region.equals("vmemmap") && slot.region().equals(region))
            .sorted(Comparator.comparing(Audit.MissingSlot::slot))
            .toList();
    return Stream.concat(planned, gaps.stream().map(Audit.MissingSlot::range))
        .anyMatch(range -> range.contains(address));
  }
}
