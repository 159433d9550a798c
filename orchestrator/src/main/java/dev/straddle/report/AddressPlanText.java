package dev.straddle.report;

import dev.straddle.layout.PagingMode;
import dev.straddle.layout.Vmemmap;
import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressPlan.Crash;
import dev.straddle.model.AddressPlan.PmemPlan;
import dev.straddle.model.AddressRange;
import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestSpec;
import dev.straddle.text.Ansi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A guest and its address arithmetic, for people. */
public final class AddressPlanText {

  private static final int BAR_WIDTH = 48;

  private final GuestSpec guest;
  private final AddressPlan plan;
  private final Ansi ansi;
  private final List<String> lines = new ArrayList<>();

  private AddressPlanText(GuestSpec guest, AddressPlan plan, Ansi ansi) {
    this.guest = guest;
    this.plan = plan;
    this.ansi = ansi;
  }

  /**
   * The lines, indented by two.
   *
   * @param pageSizeNote where the size of {@code struct page} is known from
   */
  public static List<String> lines(
      GuestSpec guest, AddressPlan plan, String pageSizeNote, Ansi ansi) {
    AddressPlanText text = new AddressPlanText(guest, plan, ansi);
    text.machine(pageSizeNote);
    for (int i = 0; i < plan.pmem().size(); i++) {
      text.pmem(i);
    }
    return List.copyOf(text.lines);
  }

  /** What a kernel without the series does on this guest, in a few words. */
  public static String prediction(AddressPlan plan) {
    double probability = plan.crashProbability();
    if (probability == 0) {
      return "crash impossible";
    }
    return probability == 1 ? "crash certain" : "crash with probability " + percent(probability);
  }

  private void machine(String pageSizeNote) {
    GuestSpec.Machine m = guest.machine();
    line(
        "machine",
        "%s RAM, at most %s with devices, %d cpu%s, %d NUMA node%s, %d paging levels, %d physical"
            + " bits, %s",
        m.memory(),
        m.maxMemory(),
        m.cpus(),
        m.cpus() == 1 ? "" : "s",
        m.numaNodes(),
        m.numaNodes() == 1 ? "" : "s",
        m.pagingLevels(),
        m.physBits(),
        m.kaslr() ? "KASLR" : "no KASLR");
    line("struct page", "%d bytes, %s", plan.structPageSize(), pageSizeNote);
    line(
        "vmemmap",
        "%s; one top-level (PGD) entry maps %s of it: the page structures of %s",
        plan.vmemmapBase().map(base -> "from " + base).orElse("at a random base (KASLR)"),
        new ByteSize(plan.topEntryBytes()),
        approximately(plan.topEntryBytes() / plan.structPageSize() * Vmemmap.PAGE));
    line(
        "RAM",
        "%s%s",
        plan.ram().stream().map(AddressRange::toString).collect(Collectors.joining(", ")),
        plan.vmemmapBase().map(base -> "  makes slot " + join(ramSlots(base))).orElse(""));
  }

  private void pmem(int i) {
    GuestSpec.Pmem spec = guest.pmem().get(i);
    PmemPlan pmem = plan.pmem().get(i);
    lines.add("");
    line(
        "pmem " + i,
        "%s  %s, %s, map=%s, align %s",
        pmem.physical(),
        spec.size(),
        lower(spec.mode()),
        lower(spec.map()),
        spec.align());
    pmem.vmemmap().ifPresent(range -> line("its vmemmap", "%s", range));
    if (pmem.slots().isEmpty()) {
      line(
          "PGD slots",
          "random; a new one is needed with probability %s",
          percent(pmem.spanProbability()));
    } else {
      line("PGD slots", "%s", slots(pmem));
      bar(pmem);
    }
    for (int b = 0; b < pmem.boundaries().size(); b++) {
      Address boundary = pmem.boundaries().get(b);
      line(
          "boundary",
          "%s (%s) is the first page that needs slot %d",
          boundary,
          approximately(boundary.value()),
          pmem.newSlots().get(b));
    }
    line("prediction", "%s", withoutTheSeries(pmem));
  }

  private String slots(PmemPlan pmem) {
    PagingMode mode = PagingMode.of(plan.pagingLevels());
    return pmem.slots().stream()
        .map(
            slot ->
                pmem.newSlots().contains(slot)
                    ? ansi.yellow("%d NEW (%s)".formatted(slot, mode.slotStart(slot)))
                    : slot + " there since boot")
        .collect(Collectors.joining(", "));
  }

  /** The range of the page structures, to scale, cut where one top-level entry ends. */
  private void bar(PmemPlan pmem) {
    PagingMode mode = PagingMode.of(plan.pagingLevels());
    AddressRange range = pmem.vmemmap().orElseThrow();
    StringBuilder bar = new StringBuilder();
    for (int slot : pmem.slots()) {
      long from = Math.max(range.start().value(), mode.slotStart(slot).value());
      long to = Math.min(range.end().value(), mode.slotStart(slot).value() + plan.topEntryBytes());
      int width = (int) Math.max(1, Math.round((double) (to - from) / range.size() * BAR_WIDTH));
      boolean isNew = pmem.newSlots().contains(slot);
      String piece = (isNew ? "#" : "=").repeat(width);
      bar.append(bar.isEmpty() ? "" : "|").append(isNew ? ansi.yellow(piece) : piece);
    }
    String end = pmem.slots().size() == 1 ? "" : " " + pmem.slots().get(pmem.slots().size() - 1);
    line("", "%d [%s]%s", pmem.slots().get(0), bar, end);
  }

  private String withoutTheSeries(PmemPlan pmem) {
    if (pmem.crashes().isEmpty()) {
      return ansi.green("without the series no crash: ") + whyNoCrash(pmem);
    }
    return pmem.crashes().stream().map(this::crash).collect(Collectors.joining("; "));
  }

  private static String whyNoCrash(PmemPlan pmem) {
    return pmem.spanProbability() == 0
        ? "no new top-level entry is needed"
        : "the new entry is in every page table before the first write behind it";
  }

  private String crash(Crash crash) {
    String certainty = crash.probability() == 1 ? "certain" : percent(crash.probability());
    String path =
        switch (crash.path()) {
          case OPTIMISED -> "vmemmap_populate_compound_pages never synchronises";
          case PARTIAL_PMD -> "vmemmap_set_pmd marks a partly used PMD too early";
        };
    return ansi.red("without the series a crash, " + certainty)
        + ": "
        + path
        + crash.firstWrite().map(at -> "; first fault in the page structure at " + at).orElse("");
  }

  private Set<Integer> ramSlots(Address base) {
    Vmemmap vmemmap = new Vmemmap(PagingMode.of(plan.pagingLevels()), base, plan.structPageSize());
    return plan.ram().stream()
        .flatMap(range -> vmemmap.slots(range).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void line(String label, String format, Object... values) {
    String text = String.format(Locale.ROOT, format, values);
    lines.add(String.format(Locale.ROOT, "  %-12s %s", label, text).stripTrailing());
  }

  private static String join(Set<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  public static String percent(double probability) {
    return String.format(Locale.ROOT, "%.1f %%", probability * 100);
  }

  /** A size in TiB with at most two decimals, marked where that is not exact. */
  private static String approximately(long bytes) {
    double tebibytes = bytes / (double) (1L << 40);
    String text = String.format(Locale.ROOT, "%.2f", tebibytes).replaceFirst("\\.?0+$", "");
    return (Double.parseDouble(text) == tebibytes ? "" : "about ") + text + " TiB";
  }
}
