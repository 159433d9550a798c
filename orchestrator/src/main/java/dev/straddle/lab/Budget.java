package dev.straddle.lab;

import dev.straddle.model.BadInputException;
import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a lab may use of its machine.
 *
 * @param processors how many it may keep busy
 * @param memory bytes
 */
public record Budget(int processors, long memory) {

  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Path CGROUP_LIMIT = Path.of("/sys/fs/cgroup/memory.max");

  /** Bytes of a page structure in nearly every kernel; a larger one needs a little more. */
  private static final int STRUCT_PAGE = 64;

  public Budget {
    if (processors < 1 || memory < 1) {
      throw new IllegalArgumentException("a lab needs a processor and memory");
    }
  }

  /** All processors, and nine tenths of the memory that is free now. */
  public static Budget ofHost() {
    long free = available();
    return new Budget(
        Runtime.getRuntime().availableProcessors(),
        Math.max(1, Math.min(free, cgroupLimit().orElse(free)) / 10 * 9));
  }

  /** The same budget with other limits where they are given. */
  public Budget with(Optional<Integer> otherProcessors, Optional<Long> otherMemory) {
    return new Budget(otherProcessors.orElse(processors), otherMemory.orElse(memory));
  }

  /**
   * How many processors' worth of boots may run at once: a fourth more than there are, as a boot is
   * idle for about that part of its time, while QEMU starts, a table is read or a record written.
   */
  int boots() {
    return processors + (processors + 2) / 4;
  }

  /**
   * Says so where memory that somebody gives is too little for each of the guests: no boot would
   * begin.
   *
   * @throws BadInputException naming the smallest guest
   */
  public static void mustHold(ByteSize memory, Collection<GuestSpec> guests) {
    guests.stream()
        .min(Comparator.comparing(Budget::least))
        .filter(smallest -> least(smallest).compareTo(memory) > 0)
        .ifPresent(
            smallest -> {
              throw new BadInputException(
                  "--memory %s is too little: %s, the smallest guest, needs %s"
                      .formatted(memory, smallest.name(), least(smallest).inWords()));
            });
  }

  /** The memory without which no boot of a guest begins. */
  private static ByteSize least(GuestSpec guest) {
    return new ByteSize(Needs.of(guest, STRUCT_PAGE).memory());
  }

  private static long available() {
    try (Stream<String> lines = Files.lines(MEMINFO)) {
      return lines
              .filter(line -> line.startsWith("MemAvailable:"))
              .map(line -> line.replaceAll("\\D", ""))
              .mapToLong(Long::parseLong)
              .findFirst()
              .orElseThrow(() -> unknown(null))
          * 1024;
    } catch (IOException e) {
      throw unknown(e);
    }
  }

  private static Optional<Long> cgroupLimit() {
    try {
      String limit = Files.readString(CGROUP_LIMIT).strip();
      return limit.equals("max") ? Optional.empty() : Optional.of(Long.parseLong(limit));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // no such limit on this machine
    }
  }

  private static InfraException unknown(IOException e) {
    return new InfraException(
        "cannot read from " + MEMINFO + " how much memory is free", "give --memory", e);
  }
}
