package dev.straddle.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What each processor of a guest does at a moment, from variables of its own in the kernel's
 * memory. They are found once and then read while the machine runs.
 */
final class Processors {

  private static final String OFFSETS = "__per_cpu_offset";
  private static final String ONLINE = "__cpu_online_mask";
  private static final String STAGE = "system_state";
  private static final String TIMES = "kernel_cpustat";
  private static final String IDLE = "idle_threads";
  private static final String FIRST_TASK = "init_task";
  private static final String CLOCK = "jiffies_64";

  /** From Linux 6.2 to 6.14 the task comes first in it, and then the count. */
  private static final String HOT = "pcpu_hot";

  private static final int COUNT_IN_HOT = Long.BYTES;
  private static final String TASK = "current_task";
  private static final String COUNT = "__preempt_count";

  /** The variables, some of which a kernel may lack. */
  static final Set<String> SYMBOLS =
      Set.of(OFFSETS, ONLINE, STAGE, TIMES, IDLE, FIRST_TASK, HOT, TASK, COUNT, CLOCK);

  /** {@code SYSTEM_SCHEDULING}: from here on there are tasks and ticks. */
  private static final int SCHEDULING = 1;

  /** {@code user}, {@code nice}, {@code system} and so on, of which the tick adds to one. */
  private static final int COUNTED_TIMES = 8;

  /** Symbols of processors' own variables are small where they count from zero. */
  private static final long KERNEL_MAP = 0xffff_ffff_8000_0000L;

  private final KernelMemory kernel;
  private final long online;
  private final long stage;
  private final long clock;
  private final List<Places> places;

  /**
   * Physical addresses of one processor's variables.
   *
   * @param idleTask empty in a kernel for one processor, whose first task that is
   */
  private record Places(long task, long count, long times, Optional<Long> idleTask) {}

  /**
   * What a processor does.
   *
   * @param task address of the task that it runs
   * @param idle whether that is the one that stands for having none
   * @param count {@code preempt_count}, whose bits tell of interrupts and of a switch that is due
   * @param ticks time that its ticks have accounted for
   */
  record Doing(int cpu, long task, boolean idle, int count, long ticks) {

    /** In serving a soft, in a hard, or in a non-maskable interrupt. */
    private static final int IN_INTERRUPT = 0x00ff_0100;

    /** x86 clears it when a switch is due. */
    private static final int NO_SWITCH_DUE = 1 << 31;

    boolean owesSwitch() {
      return (count & NO_SWITCH_DUE) == 0;
    }

    boolean isInterrupted() {
      return (count & IN_INTERRUPT) != 0;
    }
  }

  private Processors(
      KernelMemory kernel, long online, long stage, long clock, List<Places> places) {
    this.kernel = kernel;
    this.online = online;
    this.stage = stage;
    this.clock = clock;
    this.places = places;
  }

  /**
   * Finds them, and reads them once: QEMU is then asked nothing any more while the machine runs.
   *
   * @param cpus how many the machine has
   * @throws IOException when this kernel does not have them, or not yet
   */
  static Processors find(KernelMemory kernel, int cpus) throws IOException, InterruptedException {
    Optional<Long> offsets = kernel.address(OFFSETS);
    boolean hot = kernel.address(HOT).isPresent();
    long task = ownAddress(kernel, hot ? HOT : TASK);
    long count = hot ? task + COUNT_IN_HOT : ownAddress(kernel, COUNT);
    List<Places> places = new ArrayList<>();
    for (int cpu = 0; cpu < cpus; cpu++) {
      long own =
          offsets.isEmpty()
              ? 0
              : kernel.read(offsets.get() + (long) cpu * Long.BYTES, Long.BYTES).getLong();
      places.add(
          new Places(
              physical(kernel, task + own),
              physical(kernel, count + own),
              physical(kernel, ownAddress(kernel, TIMES) + own),
              offsets.isEmpty()
                  ? Optional.empty()
                  : Optional.of(physical(kernel, ownAddress(kernel, IDLE) + own))));
    }
    Processors found =
        new Processors(
            kernel,
            physical(kernel, address(kernel, ONLINE)),
            physical(kernel, address(kernel, STAGE)),
            physical(kernel, address(kernel, CLOCK)),
            places);
    found.online();
    found.clock();
    for (int cpu = 0; cpu < cpus; cpu++) {
      found.of(cpu, places.get(cpu));
    }
    return found;
  }

  /** What those do that are online; nothing before the kernel has tasks. */
  List<Doing> look() throws IOException, InterruptedException {
    List<Doing> doing = new ArrayList<>();
    if (read(stage, Integer.BYTES).getInt() >= SCHEDULING) {
      long mask = online();
      for (int cpu = 0; cpu < places.size(); cpu++) {
        if ((mask >>> cpu & 1) != 0) {
          doing.add(of(cpu, places.get(cpu)));
        }
      }
    }
    return doing;
  }

  /** How often the kernel's clock has ticked. */
  long clock() throws IOException, InterruptedException {
    return read(clock, Long.BYTES).getLong();
  }

  private long online() throws IOException, InterruptedException {
    return read(online, Long.BYTES).getLong();
  }

  private Doing of(int cpu, Places at) throws IOException, InterruptedException {
    long task = read(at.task, Long.BYTES).getLong();
    ByteBuffer times = read(at.times, COUNTED_TIMES * Long.BYTES);
    long ticks = 0;
    while (times.hasRemaining()) {
      ticks += times.getLong();
    }
    long idleTask =
        at.idleTask.isPresent()
            ? read(at.idleTask.get(), Long.BYTES).getLong()
            : address(kernel, FIRST_TASK);
    return new Doing(cpu, task, task == idleTask, read(at.count, Integer.BYTES).getInt(), ticks);
  }

  private ByteBuffer read(long physical, int bytes) throws IOException, InterruptedException {
    return kernel.tables().readPhysical(physical, bytes);
  }

  private static long address(KernelMemory kernel, String symbol) throws IOException {
    return kernel.address(symbol).orElseThrow(() -> new IOException("no symbol " + symbol));
  }

  /** Where a processor's own variable lies, before what each processor adds to it. */
  private static long ownAddress(KernelMemory kernel, String symbol) throws IOException {
    long moved = address(kernel, symbol);
    long linked = moved - kernel.slide();
    return Long.compareUnsigned(linked, KERNEL_MAP) < 0 ? linked : moved;
  }

  private static long physical(KernelMemory kernel, long virtual)
      throws IOException, InterruptedException {
    Optional<Long> place = kernel.tables().translate(kernel.table(), virtual);
    return place.orElseThrow(() -> new IOException("not mapped yet"));
  }
}
