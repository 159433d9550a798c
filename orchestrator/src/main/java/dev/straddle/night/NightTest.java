package dev.straddle.night;

import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSpec;
import java.util.List;
import java.util.Optional;

/**
 * A test of a night: a variant of a kernel, and a guest.
 *
 * @param slower by how many percent the guest time of its seeded boots may rise
 */
public record NightTest(
    KernelSpec kernel, KernelSpec.Variant variant, GuestSpec guest, Optional<Double> slower) {

  /** A test without a bound. */
  public NightTest(KernelSpec kernel, KernelSpec.Variant variant, GuestSpec guest) {
    this(kernel, variant, guest, Optional.empty());
  }

  NightTest allowing(Optional<Double> percent) {
    return new NightTest(kernel, variant, guest, percent);
  }

  /** {@code KERNEL/VARIANT}. */
  String kernelName() {
    return kernel.name() + "/" + variant.name();
  }

  /** How many boots go together. */
  int seeds() {
    return Math.max(1, guest.seeds().size());
  }

  /**
   * The n-th boot of the night. A seeded boot comes to the same each time; so beyond the guest's
   * own seeds each gets another.
   *
   * @param n counts from 0
   */
  CellId cell(int n) {
    List<Long> seeds = guest.seeds();
    if (seeds.isEmpty()) {
      return new CellId(kernel.name(), variant.name(), guest.name(), n + 1, Optional.empty());
    }
    long beyond = seeds.stream().mapToLong(Long::longValue).max().orElse(0) + 1;
    long seed = n < seeds.size() ? seeds.get(n) : beyond + n - seeds.size();
    return new CellId(kernel.name(), variant.name(), guest.name(), 1, Optional.of(seed));
  }

  /** The same boot once more. */
  static CellId again(CellId seeded) {
    return new CellId(
        seeded.kernel(), seeded.variant(), seeded.guest(), seeded.repetition() + 1, seeded.seed());
  }

  /** Whether that is one of its boots. */
  boolean holds(CellId cell) {
    return cell.kernel().equals(kernel.name())
        && cell.variant().equals(variant.name())
        && cell.guest().equals(guest.name());
  }

  @Override
  public String toString() {
    return kernelName() + "@" + guest.name();
  }
}
