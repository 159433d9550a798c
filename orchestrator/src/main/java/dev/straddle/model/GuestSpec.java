package dev.straddle.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A machine to boot on, and what to do there.
 *
 * @param pmem NVDIMMs in the order of their slots
 * @param cmdline further kernel parameters
 * @param seeds for boots that are a pure function of kernel, guest and seed: one cell each; empty
 *     for ordinary boots
 * @param probe script that runs as the guest's only program, absolute
 * @param definedIn the YAML file, for messages
 */
public record GuestSpec(
    String name,
    String description,
    Machine machine,
    List<Pmem> pmem,
    List<String> cmdline,
    List<Long> seeds,
    Path probe,
    Timeouts timeouts,
    Path definedIn) {

  public GuestSpec {
    pmem = List.copyOf(pmem);
    cmdline = List.copyOf(cmdline);
    seeds = List.copyOf(seeds);
  }

  /**
   * The virtual hardware.
   *
   * @param memory RAM at boot
   * @param maxMemory RAM at boot and all memory that may be plugged in, as QEMU's {@code maxmem};
   *     it decides how far device memory reaches
   * @param cpus virtual processors
   * @param pagingLevels 4 or 5
   * @param physBits physical address bits that the processor announces
   * @param kaslr whether the kernel may randomise its layout
   * @param numaNodes RAM is divided equally among them, and processors in turn
   */
  public record Machine(
      ByteSize memory,
      ByteSize maxMemory,
      int cpus,
      int pagingLevels,
      int physBits,
      boolean kaslr,
      int numaNodes) {}

  /**
   * One NVDIMM and the namespace the probe makes of it.
   *
   * @param align alignment of the mapping, {@code ndctl -a}
   * @param node NUMA node it belongs to, from 0
   */
  public record Pmem(
      ByteSize size,
      Placement placement,
      Mode mode,
      Map map,
      ByteSize align,
      int node,
      Arrival arrival) {

    /** An NVDIMM that is there at power-on, blank. */
    public Pmem(ByteSize size, Placement placement, Mode mode, Map map, ByteSize align, int node) {
      this(size, placement, mode, map, align, node, Arrival.BOOT);
    }
  }

  /** When the guest meets the memory. */
  public enum Arrival {
    /** At power-on, blank; the probe makes the namespace. */
    BOOT,
    /** At power-on with the namespace on it, as an earlier boot would have left it. */
    PREPARED,
    /** While the guest runs, when the probe asks for it. */
    PLUGGED
  }

  /** What the memory becomes. */
  public enum Mode {
    /** A namespace bound to {@code device_dax}. */
    DEVDAX,
    /** A namespace with a block device. */
    FSDAX,
    /** A device-DAX namespace that the {@code kmem} driver gives to the page allocator. */
    KMEM,
    /** Ordinary memory: a DIMM, no NVDIMM; map and align mean nothing. */
    DIMM
  }

  /** Where the page structures of the namespace live: in RAM, or on the device (altmap). */
  public enum Map {
    MEM,
    DEV
  }

  /** Where the NVDIMM sits in physical memory. */
  public sealed interface Placement {

    /** Wherever QEMU puts it. */
    record Default() implements Placement {}

    /** At exactly this physical address. */
    record At(Address address) implements Placement {}

    /**
     * Centred on the lowest physical address whose page structure opens a new top-level entry of
     * vmemmap; the address follows from the page size and the paging mode.
     */
    record StraddleVmemmap() implements Placement {}

    /**
     * From the lowest section whose page structures open a new top-level entry of vmemmap and use
     * one of its PMDs only partly; exists only where a page structure is not 64 bytes large.
     */
    record StraddlePmd() implements Placement {}
  }

  /**
   * How long to wait, on a machine with hardware virtualisation; emulation multiplies them.
   *
   * @param boot from start to the probe's first word
   * @param probe from there to its last
   * @param silence longest time without a byte on any channel
   */
  public record Timeouts(Duration boot, Duration probe, Duration silence) {}
}
