package dev.straddle.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine to boot on, and what to do there.
 *
 * @param pmem NVDIMMs in the order of their slots
 * @param cmdline further kernel parameters
 * @param seeds for boots that are a pure function of kernel, guest and seed: one cell each; empty
 *     for ordinary boots
 * @param probe script that runs as the guest's only program, absolute
 * @param ssh what the host does in the guest over SSH; empty for a guest without any network
 * @param proves claims of its own
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
    Path definedIn,
    Optional<Ssh> ssh,
    List<GuestClaim> proves) {

  public GuestSpec {
    pmem = List.copyOf(pmem);
    cmdline = List.copyOf(cmdline);
    seeds = List.copyOf(seeds);
    proves = List.copyOf(proves);
  }

  /** A guest without claims of its own. */
  public GuestSpec(
      String name,
      String description,
      Machine machine,
      List<Pmem> pmem,
      List<String> cmdline,
      List<Long> seeds,
      Path probe,
      Timeouts timeouts,
      Path definedIn,
      Optional<Ssh> ssh) {
    this(
        name,
        description,
        machine,
        pmem,
        cmdline,
        seeds,
        probe,
        timeouts,
        definedIn,
        ssh,
        List.of());
  }

  /**
   * The same machine for a person's shell: the probe is theirs to run, and memory that would be
   * plugged in is there from the start.
   */
  public GuestSpec forShell() {
    List<String> words = new ArrayList<>(cmdline);
    words.add("straddle.shell=" + name);
    return new GuestSpec(
        name,
        description,
        machine,
        pmem.stream().map(Pmem::fromTheStart).toList(),
        words,
        List.of(),
        probe,
        timeouts,
        definedIn,
        Optional.of(new Ssh(List.of(), Ssh.RESULTS)));
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

    private Pmem fromTheStart() {
      return arrival == Arrival.PLUGGED ? new Pmem(size, placement, mode, map, align, node) : this;
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
   * @param settle how long the guest is watched after the probe's last word; empty for {@link
   *     #SETTLE}
   */
  public record Timeouts(
      Duration boot, Duration probe, Duration silence, Optional<Duration> settle) {

    /** How long a guest is watched after its probe's last word, unless it says otherwise. */
    public static final Duration SETTLE = Duration.ofMillis(500);

    /** How long the guest is watched after the probe's last word. */
    public Duration settling() {
      return settle.orElse(SETTLE);
    }
  }

  /**
   * What the host does in the guest over SSH, where the probe waits for it.
   *
   * @param steps in order; the first that fails ends them
   * @param results what one step's results may come to
   */
  public record Ssh(List<Step> steps, Limits results) {

    /** Unless the guest says otherwise. */
    public static final Limits RESULTS = new Limits(ByteSize.ofMiB(16), 100);

    public Ssh {
      steps = List.copyOf(steps);
    }

    /** The most that is copied out of a guest. */
    public record Limits(ByteSize size, int files) {}

    /**
     * A step.
     *
     * @param run a command for the guest's shell, in root's home
     * @param deadline how long it may run, as {@link Timeouts}; copying may take as long each way
     * @param copyIn files and folders of the host, absolute, put there first under their own names
     * @param copyOut what is taken out of the guest afterwards, also when the command failed;
     *     relative to root's home
     */
    public record Step(
        String name, String run, Duration deadline, List<Path> copyIn, List<String> copyOut) {
      public Step {
        copyIn = List.copyOf(copyIn);
        copyOut = List.copyOf(copyOut);
      }
    }
  }
}
