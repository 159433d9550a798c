package dev.straddle.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The kernel halves of the guest's top-level page tables, read from outside the guest.
 *
 * @param when the milestone at which the machine was read
 * @param pagingLevels as the vCPU's CR4 says
 * @param vmemmapBase read from the kernel's {@code vmemmap_base}
 * @param buildId GNU build id of the kernel in the guest's memory, hexadecimal
 * @param isolated whether page-table isolation is on: {@code init_mm} has a table for user mode;
 *     empty in records of before this was read
 * @param initMmSlots kernel slots (256 to 511) present in {@code init_mm}
 * @param tables how many other top-level tables were read
 * @param missing slots present in {@code init_mm} and absent in at least one other table
 * @param fault the walk of the faulting address, when a crash left one
 * @param took how long the reading took
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
    Duration took) {

  public Audit {
    initMmSlots = List.copyOf(initMmSlots);
    missing = List.copyOf(missing);
  }

  /** An audit that read neither the build id nor whether tables are isolated. */
  public Audit(
      String when,
      int pagingLevels,
      Optional<Address> vmemmapBase,
      List<Integer> initMmSlots,
      int tables,
      List<MissingSlot> missing,
      Optional<FaultWalk> fault,
      Duration took) {
    this(
        when,
        pagingLevels,
        vmemmapBase,
        Optional.empty(),
        Optional.empty(),
        initMmSlots,
        tables,
        missing,
        fault,
        took);
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
