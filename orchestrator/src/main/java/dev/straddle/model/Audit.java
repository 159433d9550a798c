package dev.straddle.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernel halves of the guest's top-level page tables, and what else is read from outside the
 * guest while it stands still.
 *
 * @param when the milestone at which the machine was read
 * @param pagingLevels as the vCPU's CR4 says
 * @param vmemmapBase read from the kernel's {@code vmemmap_base}
 * @param buildId GNU build id of the kernel in the guest's memory, hexadecimal
 * @param isolated whether page-table isolation is on: {@code init_mm} has a table for user mode;
 *     empty in records of before this was read
 * @param initMmSlots kernel slots (256 to 511) present in {@code init_mm}
 * @param tables how many other top-level tables were read; 0 when it is not known which there are
 * @param missing slots present in {@code init_mm} and absent in at least one other table
 * @param fault the walk of the faulting address, when a crash left one
 * @param took how long the reading took
 * @param state the kernel's own state; empty in records of schema 1
 * @param devices the state of persistent memory; empty in records of schema 1, and where only the
 *     kernel's state was read
 */
public record Audit(
    String when,
    int pagingLevels,
    Optional<Address> vmemmapBase,
    Optional<String> buildId,
    Optional<Boolean> isolated,
    List<Integer> initMmSlots,
    int tables,
    List<MissingSlot> missing,
    Optional<FaultWalk> fault,
    Duration took,
    Optional<KernelState> state,
    Optional<DeviceState> devices) {

  public Audit {
    initMmSlots = List.copyOf(initMmSlots);
    missing = List.copyOf(missing);
  }

  /**
   * The missing slots, neighbours that are missing alike as one: a table half made lacks dozens.
   */
  public List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    for (MissingSlot slot : missing) {
      Gap last = gaps.isEmpty() ? null : gaps.get(gaps.size() - 1);
      if (last != null && last.goesOnWith(slot)) {
        gaps.set(gaps.size() - 1, last.upTo(slot));
      } else {
        gaps.add(new Gap(slot.slot(), slot));
      }
    }
    return gaps;
  }

  /**
   * Neighbouring slots of one region that the same number of tables lack.
   *
   * @param first the lowest slot
   * @param last the highest one
   * @param range what they map
   */
  public record Gap(int first, MissingSlot last, AddressRange range) {

    Gap(int first, MissingSlot last) {
      this(first, last, last.range());
    }

    private boolean goesOnWith(MissingSlot next) {
      return next.slot() == last.slot() + 1
          && next.region().equals(last.region())
          && next.lackedBy() == last.lackedBy()
          && next.faultingTaskLacksIt() == last.faultingTaskLacksIt();
    }

    private Gap upTo(MissingSlot next) {
      return new Gap(first, next, new AddressRange(range.start(), next.range().end()));
    }

    /** {@code slot 469} or {@code slots 402-465}. */
    public String slots() {
      return first == last.slot() ? "slot " + first : "slots " + first + "-" + last.slot();
    }
  }

  /**
   * A top-level entry that {@code init_mm} has and others lack.
   *
   * @param region name of the address-space region it maps, such as {@code vmemmap}
   * @param lackedBy number of tables without it
   * @param faultingTaskLacksIt whether the table in the faulting vCPU's CR3 is among them
   */
  public record MissingSlot(
      int slot, AddressRange range, String region, int lackedBy, boolean faultingTaskLacksIt) {}

  /** The faulting address looked up level by level, in the task's table and in {@code init_mm}. */
  public record FaultWalk(Address cr2, Address cr3, List<Level> task, List<Level> initMm) {
    public FaultWalk {
      task = List.copyOf(task);
      initMm = List.copyOf(initMm);
    }
  }

  /** One level of a walk: the entry's value, 0 when absent. */
  public record Level(String name, int index, Address entry) {}
}
