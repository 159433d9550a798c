package dev.straddle.cli;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.layout.UnsuitableGuestException;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The size of {@code struct page} in kernels that are built already; nothing is built for it. */
final class PageSizes {

  private final KernelBuilder builder;

  PageSizes(KernelBuilder builder) {
    this.builder = builder;
  }

  /**
   * The plan of a guest for all kernels whose page structures are equally large.
   *
   * @param guest its name
   * @param kernels {@code KERNEL/VARIANT}, those that share this plan
   * @param structPageSizeFrom where the size is known from, or why it is only assumed
   */
  record Planned(String guest, List<String> kernels, String structPageSizeFrom, AddressPlan plan) {}

  /** A size of {@code struct page} and where it is known from. */
  private record Known(int bytes, String from) {}

  /**
   * The plans of a guest, one for each size of {@code struct page} among the kernels.
   *
   * @throws BadInputException when a kernel does not suit the guest
   */
  List<Planned> plans(GuestSpec guest, List<Requested.KernelVariant> kernels)
      throws InterruptedException {
    if (kernels.isEmpty()) {
      return List.of(plan(guest, List.of(), assumed(guest, "assumed until a kernel is built")));
    }
    Map<Known, List<String>> bySize = new LinkedHashMap<>();
    for (Requested.KernelVariant kernel : kernels) {
      bySize.computeIfAbsent(known(guest, kernel), size -> new ArrayList<>()).add(kernel.name());
    }
    return bySize.entrySet().stream()
        .map(entry -> plan(guest, entry.getValue(), entry.getKey()))
        .toList();
  }

  private Known known(GuestSpec guest, Requested.KernelVariant wanted) throws InterruptedException {
    try {
      Optional<KernelArtifact> built = builder.cached(wanted.kernel(), wanted.variant());
      return built
          .map(
              kernel ->
                  new Known(kernel.structPageSize(), "read from the kernel's debug information"))
          .orElseGet(() -> assumed(guest, "assumed until the kernel is built"));
    } catch (InfraException e) {
      String reason = e.getMessage().lines().findFirst().orElseThrow();
      return assumed(guest, "assumed, as the cache cannot be asked: " + reason);
    }
  }

  private static Known assumed(GuestSpec guest, String why) {
    return new Known(AddressPlanner.assumedStructPage(guest), why);
  }

  private static Planned plan(GuestSpec guest, List<String> kernels, Known size) {
    try {
      return new Planned(
          guest.name(), kernels, size.from(), AddressPlanner.plan(guest, size.bytes()));
    } catch (UnsuitableGuestException e) {
      throw new BadInputException(
          "for %s: %s".formatted(String.join(", ", kernels), e.getMessage()));
    }
  }
}
