package dev.straddle.plan;

import dev.straddle.layout.AddressPlanner;
import dev.straddle.layout.UnsuitableGuestException;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.BadInputException;
import dev.straddle.model.Cell;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The size of {@code struct page} in kernels that are built already; nothing is built for it. */
public final class PageSizes {

  /** The kernels that are built already. */
  @FunctionalInterface
  public interface Built {

    /** The variant, when it is there. */
    Optional<KernelArtifact> find(KernelSpec kernel, KernelSpec.Variant variant)
        throws InterruptedException;
  }

  private final Built built;

  public PageSizes(Built built) {
    this.built = built;
  }

  /**
   * The plan of a guest for all kernels that have the same.
   *
   * @param guest its name
   * @param kernels {@code KERNEL/VARIANT}, those that share this plan
   * @param structPageSizeFrom where the size is known from, or why it is only assumed
   */
  public record Planned(
      String guest, List<String> kernels, String structPageSizeFrom, AddressPlan plan) {}

  /** A plan, and where the size of {@code struct page} in it is known from. */
  private record Known(AddressPlan plan, String from) {}

  /**
   * The plans of a guest, one for all kernels that have the same.
   *
   * @throws BadInputException when a kernel does not suit the guest
   */
  public List<Planned> plans(GuestSpec guest, List<Requested.KernelVariant> kernels)
      throws InterruptedException {
    if (kernels.isEmpty()) {
      Known assumed = assumed(guest, "assumed until a kernel is built");
      return List.of(new Planned(guest.name(), List.of(), assumed.from(), assumed.plan()));
    }
    Map<Known, List<String>> same = new LinkedHashMap<>();
    for (Requested.KernelVariant kernel : kernels) {
      same.computeIfAbsent(known(guest, kernel), plan -> new ArrayList<>()).add(kernel.name());
    }
    return same.entrySet().stream()
        .map(
            entry ->
                new Planned(
                    guest.name(), entry.getValue(), entry.getKey().from(), entry.getKey().plan()))
        .toList();
  }

  /**
   * The plans of every guest of a plan, in its order.
   *
   * @throws BadInputException when a kernel does not suit its guest
   */
  public Map<GuestSpec, List<Planned>> plans(Plan plan) throws InterruptedException {
    Map<GuestSpec, Set<Requested.KernelVariant>> kernels = new LinkedHashMap<>();
    for (Cell cell : plan.cells()) {
      kernels
          .computeIfAbsent(cell.guest(), guest -> new LinkedHashSet<>())
          .add(new Requested.KernelVariant(cell.kernel(), cell.variant()));
    }
    Map<GuestSpec, List<Planned>> plans = new LinkedHashMap<>();
    for (Map.Entry<GuestSpec, Set<Requested.KernelVariant>> one : kernels.entrySet()) {
      plans.put(one.getKey(), plans(one.getKey(), List.copyOf(one.getValue())));
    }
    return plans;
  }

  private Known known(GuestSpec guest, Requested.KernelVariant wanted) throws InterruptedException {
    try {
      Optional<KernelArtifact> artifact = built.find(wanted.kernel(), wanted.variant());
      return artifact.isPresent()
          ? new Known(
              AddressPlanner.plan(guest, artifact.get()),
              "read from the kernel's debug information")
          : assumed(guest, "assumed until the kernel is built");
    } catch (InfraException e) {
      String reason = e.getMessage().lines().findFirst().orElseThrow();
      return assumed(guest, "assumed, as the cache cannot be asked: " + reason);
    } catch (UnsuitableGuestException e) {
      throw new BadInputException("for %s: %s".formatted(wanted.name(), e.getMessage()));
    }
  }

  private static Known assumed(GuestSpec guest, String why) {
    return new Known(AddressPlanner.plan(guest, AddressPlanner.assumedStructPage(guest)), why);
  }
}
