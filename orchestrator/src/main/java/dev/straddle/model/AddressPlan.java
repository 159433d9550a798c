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
 * @param pmem one per NVDIMM of the guest, in order
 */
public record AddressPlan(
    int pagingLevels,
    boolean kaslr,
    int structPageSize,
    long topEntryBytes,
    Optional<Address> vmemmapBase,
    List<AddressRange> ram,
    List<PmemPlan> pmem) {

  public AddressPlan {
    ram = List.copyOf(ram);
    pmem = List.copyOf(pmem);
  }

  /** The probability that some NVDIMM needs a new top-level entry: the largest of any. */
  public double spanProbability() {
    return pmem.stream().mapToDouble(PmemPlan::spanProbability).max().orElse(0);
  }

  /**
   * One NVDIMM.
   *
   * @param physical where it lies
   * @param vmemmap addresses of its page structures; empty when KASLR decides
   * @param slots indices into the top-level table (0 to 511) which that range touches; empty when
   *     KASLR decides
   * @param newSlots those of {@code slots} which RAM at boot has not populated already
   * @param spanProbability 0, 1, or what KASLR leaves to chance
   */
  public record PmemPlan(
      AddressRange physical,
      Optional<AddressRange> vmemmap,
      List<Integer> slots,
      List<Integer> newSlots,
      double spanProbability) {
    public PmemPlan {
      slots = List.copyOf(slots);
      newSlots = List.copyOf(newSlots);
    }
  }
}
