package dev.straddle.model;

import java.util.Arrays;
import java.util.List;

/**
 * A part of the address space, named after {@code Documentation/arch/x86/x86_64/mm.rst} where that
 * has a name.
 *
 * @see #toString for how records and people name it
 */
public enum KernelRegion {
  USER("user"),
  GUARD_HOLE("guard hole"),
  LDT_REMAP("LDT remap"),
  DIRECT_MAP("direct map"),
  VMALLOC("vmalloc"),
  VMEMMAP("vmemmap"),
  KASAN_SHADOW("KASAN shadow"),
  UNUSED_HOLE("unused hole"),
  CPU_ENTRY_AREA("cpu_entry_area"),
  ESPFIX_STACKS("espfix stacks"),
  KERNEL("EFI, kernel text, modules, fixmap");

  private final String name;

  KernelRegion(String name) {
    this.name = name;
  }

  /** All names. */
  public static List<String> names() {
    return Arrays.stream(values()).map(KernelRegion::toString).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
