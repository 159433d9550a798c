package dev.straddle.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the host gave a process at one moment, as {@code /proc} counts it.
 *
 * @param nanos when it was looked at, of {@link System#nanoTime}
 * @param threads by number; empty where the host does not count, or the process is gone
 * @param stopped whether a signal or a debugger holds the process
 * @param stolen nanoseconds that the host's own host took from all its processors so far
 * @param busy nanoseconds in which they seemed to work so far
 */
public record HostShare(
    long nanos, Map<Integer, Thread> threads, boolean stopped, OptionalLong stolen, long busy) {

  private static final long NANOS_PER_TICK = 10_000_000;

  /** Columns of {@code /proc/stat}, behind the name. */
  private static final int IDLE = 4;

  private static final int WAITING = 5;
  private static final int STEAL = 8;

  /**
   * A thread's account, in nanoseconds.
   *
   * @param ran how long it has run
   * @param waited how long it was ready to run and was not run
   */
  public record Thread(long ran, long waited) {}

  public HostShare {
    threads = Map.copyOf(threads);
  }

  /** Looks at a process now. */
  static HostShare of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    Map<Integer, Thread> threads = new HashMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path task : tasks) {
        thread(task).ifPresent(t -> threads.put(Integer.parseInt(task.getFileName() + ""), t));
      }
    } catch (IOException e) {
      threads.clear();
    }
    long[] ticks = ticksSoFar();
    boolean tells = ticks.length > STEAL;
    return new HostShare(
        System.nanoTime(),
        threads,
        isStopped(process),
        tells ? OptionalLong.of(ticks[STEAL] * NANOS_PER_TICK) : OptionalLong.empty(),
        tells ? busy(ticks) * NANOS_PER_TICK : 0);
  }

  private static Optional<Thread> thread(Path task) {
    try {
      String[] words = Files.readString(task.resolve("schedstat")).strip().split(" ");
      return Optional.of(new Thread(Long.parseLong(words[0]), Long.parseLong(words[1])));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty(); // it has ended meanwhile, or the host does not count
    }
  }

  /** The state follows the name in parentheses, which may hold anything. */
  private static boolean isStopped(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      String state = stat.substring(stat.lastIndexOf(')') + 1).strip();
      return state.startsWith("T") || state.startsWith("t");
    } catch (IOException e) {
      return false;
    }
  }

  private static long busy(long[] ticks) {
    long busy = 0;
    for (int column = 1; column < STEAL; column++) {
      busy += column == IDLE || column == WAITING ? 0 : ticks[column];
    }
    return busy;
  }

  /** By column, the first of which is none; empty where the host does not say. */
  private static long[] ticksSoFar() {
    try (BufferedReader stat = Files.newBufferedReader(Path.of("/proc/stat"))) {
      String[] words = Optional.ofNullable(stat.readLine()).orElse("").split("\\s+");
      long[] ticks = new long[words.length];
      for (int column = 1; column < words.length; column++) {
        ticks[column] = Long.parseLong(words[column]);
      }
      return ticks;
    } catch (IOException | NumberFormatException e) {
      return new long[0];
    }
  }
}
