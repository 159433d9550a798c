package dev.straddle.layout;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import java.util.List;
import java.util.function.Predicate;

/**
 * Chances that follow from a random {@code vmemmap_base}.
 *
 * <p>The kernel draws it at 1 GiB steps ({@code PUD_MASK}) from several TiB; so every step within a
 * top-level entry is equally likely, to a good approximation. Source: {@code
 * kernel_randomize_memory} in {@code arch/x86/mm/kaslr.c}.
 */
final class KaslrOdds {

  private static final long STEP = 1L << 30;

  private KaslrOdds() {}

  /**
   * The share of possible bases for which something holds.
   *
   * @param highest end of the highest physical range that matters
   * @param holds asked only of bases from which the page structures up to there reach into a second
   *     top-level entry; with any other base nothing is new
   */
  static double share(
      PagingMode mode, int structPageSize, Address highest, Predicate<Vmemmap> holds) {
    long steps = mode.topEntryBytes() / STEP;
    long needed = highest.value() / Vmemmap.PAGE * structPageSize;
    long count = 0;
    for (long step = Math.max(0, steps - needed / STEP - 1); step < steps; step++) {
      Address base = mode.slotStart(256).plus(step * STEP);
      if (holds.test(new Vmemmap(mode, base, structPageSize))) {
        count++;
      }
    }
    return (double) count / steps;
  }

  /** The chance that a physical range needs a top-level entry which RAM at boot has not made. */
  static double newEntry(
      PagingMode mode, int structPageSize, AddressRange physical, List<AddressRange> ram) {
    return share(mode, structPageSize, physical.end(), v -> !v.newSlots(physical, ram).isEmpty());
  }
}
