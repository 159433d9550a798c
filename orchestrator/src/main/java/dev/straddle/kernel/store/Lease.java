package dev.straddle.kernel.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says that a process uses something in the cache, so that no other deletes it.
 *
 * <p>Whoever was handed a kernel may boot it at any time until the process ends; then the system
 * gives the lease up, however the process ended.
 */
public final class Lease implements AutoCloseable {

  /** This process's own; a second lock on one file would be refused. */
  private static final Map<Path, FileChannel> HELD = new HashMap<>();

  /** What threads of this process are deleting; guarded by {@link #HELD}. */
  private static final Set<Path> DELETING = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private Lease(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes a lease for as long as the process lives; waits while the thing is being deleted.
   *
   * @param file what stands for the thing; made if absent, unless nothing can be written there, and
   *     so nothing deleted either
   */
  static void hold(Path file) {
    synchronized (HELD) {
      boolean interrupted = false;
      while (DELETING.contains(file)) {
        try {
          HELD.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (HELD.containsKey(file)) {
        return;
      }
      try {
        Files.createDirectories(file.getParent());
        FileChannel channel =
            FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.lock(0, Long.MAX_VALUE, true);
        HELD.put(file, channel);
      } catch (IOException e) {
        // A cache that cannot be written: nobody deletes in it.
      }
    }
  }

  /** The right to delete the thing, kept until closed; empty while anybody uses it. */
  public static Optional<Lease> toDelete(Path file) throws IOException {
    synchronized (HELD) {
      if (HELD.containsKey(file) || DELETING.contains(file)) {
        return Optional.empty();
      }
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        return Optional.empty();
      }
      DELETING.add(file);
      return Optional.of(new Lease(file, channel));
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      DELETING.remove(file);
      HELD.notifyAll();
      channel.close();
    }
  }
}
