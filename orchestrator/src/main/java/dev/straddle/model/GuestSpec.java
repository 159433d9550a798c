package dev.straddle.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A machine to boot on, and what to do there.
 *
 * @param pmem NVDIMMs in the order of their slots
 * @param cmdline further kernel parameters
 * @param probe script that runs as the guest's only program, absolute
 * @param definedIn the YAML file, for messages
 */
public record GuestSpec(
    String name,
    String description,
    Machine machine,
    List<Pmem> pmem,
    List<String> cmdline,
    Path probe,
    Timeouts timeouts,
    Path definedIn) {

  public GuestSpec {
    pmem = List.copyOf(pmem);
    cmdline = List.copyOf(cmdline);
  }

  /**
   * The virtual hardware.
   *
   * @param memory RAM at boot
   * @param cpus virtual processors
   * @param pagingLevels 4 or 5
   * @param physBits physical address bits that the processor announces
   * @param kaslr whether the kernel may randomise its layout
   */
  public record Machine(ByteSize memory, int cpus, int pagingLevels, int physBits, boolean kaslr) {}

  /**
   * One NVDIMM and the namespace the probe makes of it.
   *
   * @param align alignment of the mapping, {@code ndctl -a}
   */
  public record Pmem(ByteSize size, Placement placement, Mode mode, Map map, ByteSize align) {}

  /** What the namespace becomes. */
  public enum Mode {
    DEVDAX,
    FSDAX
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
