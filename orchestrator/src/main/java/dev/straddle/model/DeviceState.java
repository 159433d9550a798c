package dev.straddle.model;

import java.util.List;
import java.util.Optional;

/**
 * What a guest's memory, read from outside, says of its persistent memory and what became of it.
 *
 * @param pmem the guest's NVDIMMs that could be read, by number
 * @param resources the kernel's {@code iomem_resource}, as {@code /proc/iomem} would show it; empty
 *     where it could not be read
 * @param daxDevices the devices of the kernel's dax bus that have a driver; empty where they could
 *     not be read
 */
public record DeviceState(
    List<Pmem> pmem,
    Optional<List<GuestFacts.IomemEntry>> resources,
    Optional<List<GuestFacts.DaxDevice>> daxDevices) {

  public DeviceState {
    pmem = List.copyOf(pmem);
    resources = resources.map(List::copyOf);
    daxDevices = daxDevices.map(List::copyOf);
  }

  /**
   * One NVDIMM.
   *
   * @param number its place in the guest's definition, from 0
   * @param range where it lies in physical memory
   * @param infoBlock the namespace info block on it, if there is one
   * @param structures where the page structures of its memory are; empty where that could not be
   *     read
   */
  public record Pmem(
      int number,
      AddressRange range,
      Optional<InfoBlock> infoBlock,
      Optional<Structures> structures) {}

  /**
   * A namespace's own description of itself, {@code struct nd_pfn_sb}.
   *
   * @param signature {@code NVDIMM_DAX_INFO} or {@code NVDIMM_PFN_INFO}
   * @param map where page structures are to go; empty for a mode that is neither
   * @param align in bytes
   * @param data where the memory that is mapped begins
   * @param pages how many base pages of it there are
   * @param intact whether the checksum is right
   */
  public record InfoBlock(
      String signature,
      Optional<GuestSpec.Map> map,
      long align,
      Address data,
      long pages,
      boolean intact) {}

  /** Where the page structures of a piece of memory are, as {@code init_mm} maps them. */
  public enum Structures {
    /** In RAM. */
    IN_MEMORY,
    /** On the NVDIMM itself. */
    ON_DEVICE,
    /** Some here, some there. */
    MIXED,
    /** Nowhere: the kernel has not mapped any. */
    ABSENT,
    /** Mapped, and not all of them initialised. */
    BLANK
  }
}
