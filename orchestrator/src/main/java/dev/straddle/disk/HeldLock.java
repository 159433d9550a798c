package dev.straddle.disk;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An exclusive lock, among threads and among straddle processes.
 *
 * <p>The kernel drops a process's file locks when it dies, so a killed straddle leaves none behind.
 * File locks belong to the process, hence the second lock for the threads of this one.
 */
public final class HeldLock implements AutoCloseable {

  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock thread;
  private final FileChannel channel;

  private HeldLock(ReentrantLock thread, FileChannel channel) {
    this.thread = thread;
    this.channel = channel;
  }

  /**
   * Waits for the lock.
   *
   * @param busy called once if somebody else holds it
   */
  public static HeldLock acquire(Path file, Runnable busy)
      throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    ReentrantLock thread = THREADS.computeIfAbsent(file.toAbsolutePath(), f -> new ReentrantLock());
    boolean told = false;
    if (!thread.tryLock()) {
      busy.run();
      told = true;
      thread.lockInterruptibly();
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        if (!told) {
          busy.run();
        }
        channel.lock();
      }
      locked = true;
      return new HeldLock(thread, channel);
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException("while waiting for " + file);
    } finally {
      if (!locked) {
        if (channel != null) {
          channel.close();
        }
        thread.unlock();
      }
    }
  }

  /** Takes the lock if nobody holds it; empty when somebody does. */
  public static Optional<HeldLock> tryAcquire(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ReentrantLock thread = THREADS.computeIfAbsent(file.toAbsolutePath(), f -> new ReentrantLock());
    if (!thread.tryLock()) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      locked = channel.tryLock() != null;
      return locked ? Optional.of(new HeldLock(thread, channel)) : Optional.empty();
    } finally {
      if (!locked) {
        if (channel != null) {
          channel.close();
        }
        thread.unlock();
      }
    }
  }

  /** Releases both; closing the channel gives up the file lock. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      thread.unlock();
    }
  }
}
