package dev.straddle.report;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressPlan.PmemPlan;
import dev.straddle.model.AddressRange;
import dev.straddle.report.BrokenAxis.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where RAM, pmem and their page structures lie, and which top-level entries map those: three
 * strips over one axis.
 *
 * <p>vmemmap is an array, so the address of a page structure is a linear function of the physical
 * address; one horizontal place serves for both, and for the entry that maps the structure.
 *
 * @param width of the drawing
 * @param boxes RAM and pmem
 * @param breaks places where the axis is broken
 * @param slots top-level entries; empty when KASLR decides
 * @param boundaries where the next top-level entry begins; empty when KASLR decides
 * @param ends labels at the ends of pmem
 * @param fault the faulting address
 */
record AddressPicture(
    double width,
    List<Box> boxes,
    List<Double> breaks,
    List<Slot> slots,
    List<Boundary> boundaries,
    List<End> ends,
    Optional<Fault> fault,
    boolean placesKnown) {

  private static final double LEFT = 116;
  private static final double RAM_WIDTH = 110;
  private static final int PAGE = 4096;

  /** A range of memory; {@code kind} is {@code ram} or {@code pmem}. */
  record Box(String kind, String name, double x, double width) {}

  /** A top-level entry; {@code kind} is {@code old}, {@code new} or {@code unused}. */
  record Slot(int index, String kind, double x, double width) {}

  /**
   * An address from which on page structures need the next top-level entry; {@code kind} is that
   * entry's.
   */
  record Boundary(String kind, double x, String physical, String size, Optional<String> virtual) {}

  /** First or last byte of pmem. */
  record End(double x, String anchor, String physical, Optional<String> virtual) {}

  record Fault(double x, String address) {}

  /**
   * Draws what was planned.
   *
   * @param read where vmemmap was seen to start; serves where KASLR left the plan without it
   */
  static AddressPicture of(
      AddressPlan plan, Optional<Address> read, Optional<Address> faultAddress) {
    return new Drawing(plan, plan.vmemmapBase().or(() -> read)).draw(faultAddress);
  }

  /** Coordinates in SVG: one decimal is finer than any screen. */
  static String n(double coordinate) {
    return String.format(Locale.ROOT, "%.1f", coordinate);
  }

  private static final class Drawing {
    private final AddressPlan plan;
    private final Optional<Address> base;
    private final BrokenAxis axis;
    private final List<Address> boundaries;

    Drawing(AddressPlan plan, Optional<Address> base) {
      this.plan = plan;
      this.base = base;
      Address top =
          Stream.concat(plan.ram().stream(), plan.pmem().stream().map(PmemPlan::physical))
              .map(AddressRange::end)
              .max(Address::compareTo)
              .orElse(new Address(0));
      Optional<Address> next = base.map(b -> boundaryAfter(top));
      double pmemWidth = Math.max(180, 460.0 / Math.max(1, plan.pmem().size()));
      List<Shown> shown = new ArrayList<>();
      plan.ram()
          .forEach(
              r ->
                  shown.add(new Shown(r, Math.max(24, RAM_WIDTH * r.size() / (double) ramSize()))));
      plan.pmem().forEach(p -> shown.add(new Shown(p.physical(), pmemWidth)));
      this.axis = new BrokenAxis(LEFT, shown, next.orElse(top));
      this.boundaries = next.map(this::boundariesUpTo).orElse(List.of());
    }

    AddressPicture draw(Optional<Address> faultAddress) {
      return new AddressPicture(
          axis.end() + 96,
          boxes(),
          axis.pieces().stream()
              .filter(BrokenAxis.Piece::broken)
              .map(p -> p.x() + p.width() / 2)
              .toList(),
          slots(),
          boundaries.stream().map(this::boundary).toList(),
          ends(),
          faultAddress.flatMap(this::fault),
          base.isPresent());
    }

    private List<Box> boxes() {
      Stream<Box> ram = plan.ram().stream().map(r -> box("ram", "RAM", r));
      Stream<Box> pmem =
          IntStream.range(0, plan.pmem().size())
              .mapToObj(i -> box("pmem", "pmem" + i, plan.pmem().get(i).physical()));
      return Stream.concat(ram, pmem).toList();
    }

    private Box box(String kind, String name, AddressRange range) {
      double x = axis.at(range.start());
      return new Box(kind, name + " " + Words.bytes(range.size()), x, axis.at(range.end()) - x);
    }

    private List<Slot> slots() {
      List<Slot> slots = new ArrayList<>();
      if (base.isEmpty()) {
        return slots;
      }
      List<Address> starts = new ArrayList<>(boundaries);
      starts.add(0, new Address(0));
      for (int i = 0; i < starts.size(); i++) {
        double x = axis.at(starts.get(i));
        boolean last = i + 1 == starts.size();
        double end = last ? axis.end() + 60 : axis.at(starts.get(i + 1));
        int index = slotOf(starts.get(i));
        slots.add(new Slot(index, kind(index), x, end - x));
      }
      return slots;
    }

    private String kind(int slot) {
      boolean ram = plan.ram().stream().anyMatch(r -> touches(r, slot));
      boolean pmem = plan.pmem().stream().anyMatch(p -> touches(p.physical(), slot));
      return ram ? "old" : pmem ? "new" : "unused";
    }

    private boolean touches(AddressRange range, int slot) {
      return slotOf(range.start()) <= slot && slot <= slotOf(range.end().plus(-PAGE));
    }

    private Boundary boundary(Address physical) {
      return new Boundary(
          kind(slotOf(physical)),
          axis.at(physical),
          physical.toString(),
          Words.bytes(physical.value()),
          base.map(b -> pageOf(physical).toString()));
    }

    private List<End> ends() {
      List<End> ends = new ArrayList<>();
      for (PmemPlan p : plan.pmem()) {
        Address first = p.physical().start();
        Address last = p.physical().end();
        ends.add(
            new End(axis.at(first), "start", first.toString(), base.map(b -> pageOf(first) + "")));
        ends.add(
            new End(
                axis.at(last),
                "end",
                last.plus(-1).toString(),
                base.map(b -> pageOf(last).plus(-1).toString())));
      }
      return ends;
    }

    private Optional<Fault> fault(Address address) {
      return base.filter(b -> !address.isBelow(b))
          .map(b -> new Address((address.value() - b.value()) / plan.structPageSize() * PAGE))
          .filter(a -> plan.pmem().stream().anyMatch(p -> p.physical().contains(a)))
          .map(a -> new Fault(axis.at(a), address.toString()));
    }

    private Address pageOf(Address physical) {
      return base.orElseThrow().plus(physical.value() / PAGE * plan.structPageSize());
    }

    /** Top-level index of the page structure of a physical address. */
    private int slotOf(Address physical) {
      int shift = Long.numberOfTrailingZeros(plan.topEntryBytes());
      return (int) (pageOf(physical).value() >>> shift) & 511;
    }

    /** The lowest boundary at or behind an address. */
    private Address boundaryAfter(Address physical) {
      long bytes = -pageOf(physical).value() & (plan.topEntryBytes() - 1);
      long pages = (bytes + plan.structPageSize() - 1) / plan.structPageSize();
      return new Address((physical.value() / PAGE + pages) * PAGE);
    }

    private List<Address> boundariesUpTo(Address last) {
      List<Address> found = new ArrayList<>();
      Address next = boundaryAfter(new Address(PAGE));
      while (next.isBelow(last)) {
        found.add(next);
        next = boundaryAfter(next.plus(PAGE));
      }
      found.add(last);
      return found;
    }

    private long ramSize() {
      return plan.ram().stream().mapToLong(AddressRange::size).sum();
    }
  }
}
