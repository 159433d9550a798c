package dev.straddle.layout;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Where QEMU's q35 machine puts RAM and memory devices.
 *
 * <p>Sources: {@code pc_q35_init} (what stays below 4 GiB) and {@code pc_memory_init}, {@code
 * pc_get_device_memory_range}, {@code pc_max_used_gpa} (the rest) in {@code hw/i386/pc_q35.c} and
 * {@code hw/i386/pc.c}. With an AMD processor model, which {@code -cpu max} is under TCG, RAM above
 * 4 GiB and device memory move to 1 TiB as soon as the address space reaches the HyperTransport
 * hole; guests therefore name an AMD vendor under KVM too.
 *
 * @param ram physical ranges of RAM at boot, ascending
 * @param device where NVDIMMs and hot-added memory may lie
 * @param highestUsed last physical address that the machine needs, PCI window included
 */
record MachineMemory(List<AddressRange> ram, AddressRange device, Address highestUsed) {

  private static final long GIB = 1L << 30;
  private static final long LOW_MEMORY_LIMIT = 0xb0000000L;
  private static final long LOW_MEMORY_WHEN_LARGER = 0x80000000L;
  private static final long HYPERTRANSPORT_HOLE = 0xfd00000000L;
  private static final long ONE_TIB = 1L << 40;
  private static final long PCI_WINDOW = 32 * GIB;

  /**
   * Lays out a machine.
   *
   * @param slots memory slots, {@code -m slots=}; device memory grows by 1 GiB of alignment each
   */
  static MachineMemory of(GuestSpec.Machine machine, int slots) {
    MachineMemory low = from(4 * GIB, machine, slots);
    return low.highestUsed.value() < HYPERTRANSPORT_HOLE ? low : from(ONE_TIB, machine, slots);
  }

  private static MachineMemory from(long above4GiB, GuestSpec.Machine machine, int slots) {
    long memory = machine.memory().bytes();
    long below =
        memory >= LOW_MEMORY_LIMIT ? LOW_MEMORY_WHEN_LARGER : Math.min(memory, LOW_MEMORY_LIMIT);
    List<AddressRange> ram = new ArrayList<>();
    ram.add(AddressRange.ofSize(new Address(0), below));
    if (memory > below) {
      ram.add(AddressRange.ofSize(new Address(above4GiB), memory - below));
    }
    long base = alignUp(above4GiB + memory - below, GIB);
    long pluggable = machine.maxMemory().bytes() - memory;
    AddressRange device =
        AddressRange.ofSize(new Address(base), pluggable == 0 ? 0 : pluggable + slots * GIB);
    long end = alignUp(device.end().value(), GIB) + PCI_WINDOW;
    return new MachineMemory(List.copyOf(ram), device, new Address(end - 1));
  }

  static long alignUp(long value, long alignment) {
    return (value + alignment - 1) / alignment * alignment;
  }
}
