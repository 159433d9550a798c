package dev.straddle.model;

import java.util.List;
import java.util.Optional;

/**
 * What address arithmetic says about a guest before it boots.
 *
 * @param pagingLevels 4 or 5
 * @param structPageSize bytes of {@code struct page}
 * @param topEntryBytes virtual bytes that one top-level entry maps (512 GiB or 256 TiB)
 * @param vmemmapBase where vmemmap starts; empty when KASLR decides
 * @param ram physical ranges of RAM at boot
 * @param deviceMemory physical range in which the machine accepts NVDIMMs and hot-added memory
 * @param pmem one per NVDIMM of the guest, in order
 */
public record AddressPlan(
    int pagingLevels,
    boolean kaslr,
    int structPageSize,
    long topEntryBytes,
    Optional<Address> vmemmapBase,
    List<AddressRange> ram,
    AddressRange deviceMemory,
    List<PmemPlan> pmem) {

  public AddressPlan {
    ram = List.copyOf(ram);
    pmem = List.copyOf(pmem);
  }

  /** The first physical address above all RAM. */
  public long ramEnd() {
    return ram.stream().mapToLong(range -> range.end().value()).max().orElseThrow();
  }

  /** The probability that some NVDIMM needs a new top-level entry: the largest of any. */
  public double spanProbability() {
    return pmem.stream().mapToDouble(PmemPlan::spanProbability).max().orElse(0);
  }

  /**
   * The probability that a kernel without the series crashes while the probe makes this guest's
   * namespaces: the largest of any NVDIMM.
   */
  public double crashProbability() {
    return pmem.stream().mapToDouble(PmemPlan::crashProbability).max().orElse(0);
  }

  /** A way in which a kernel without the series writes to a page structure too early. */
  public enum CrashPath {
    /** {@code vmemmap_populate_compound_pages()}: core code that never synchronises. */
    OPTIMISED,
    /**
     * {@code vmemmap_set_pmd()}: marks a partly used PMD before {@code vmemmap_populate()} syncs.
     */
    PARTIAL_PMD
  }

  /**
   * A crash to expect of a kernel without the series.
   *
   * @param probability 1, or what KASLR leaves to chance; never 0
   * @param firstWrite the page structure whose writing faults first (the faulting address lies in
   *     it); empty when KASLR decides
   */
  public record Crash(CrashPath path, double probability, Optional<Address> firstWrite) {}

  /**
   * One NVDIMM.
   *
   * @param physical where it lies
   * @param vmemmap addresses of its page structures; empty when KASLR decides
   * @param slots indices into the top-level table (0 to 511) which that range touches; empty when
   *     KASLR decides
   * @param newSlots those of {@code slots} which RAM at boot has not populated already
   * @param boundaries physical addresses within it where a new top-level entry begins to be needed;
   *     its own start when the whole of it needs a new one; empty when KASLR decides
   * @param spanProbability 0, 1, or what KASLR leaves to chance
   * @param crashes ways in which a kernel without the series crashes here; empty when it cannot
   */
  public record PmemPlan(
      AddressRange physical,
      Optional<AddressRange> vmemmap,
      List<Integer> slots,
      List<Integer> newSlots,
      List<Address> boundaries,
      double spanProbability,
      List<Crash> crashes) {
    public PmemPlan {
      boundaries = List.copyOf(boundaries);
      crashes = List.copyOf(crashes);
      slots = List.copyOf(slots);
      newSlots = List.copyOf(newSlots);
    }

    /** 0 when no crash can come of this NVDIMM, 1 when it must. */
    public double crashProbability() {
      return crashes.stream().mapToDouble(Crash::probability).max().orElse(0);
    }
  }
}
