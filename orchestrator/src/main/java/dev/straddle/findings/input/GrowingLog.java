package dev.straddle.findings.input;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/** A log that somebody still writes: standard input, or a file that may be replaced or cut. */
public abstract class GrowingLog implements AutoCloseable {

  /** What a look at the log brought. */
  public enum Event {
    BYTES,
    /** Nothing for a second. */
    SILENCE,
    /** Another file goes by the name, or this one was cut: what follows is from its start. */
    RESTART,
    /** Nothing will follow. */
    END
  }

  private static final long POLL_MILLIS = 100;
  private static final int POLLS_TO_SILENCE = 10;

  /**
   * Opens a log.
   *
   * @throws BadInputException when there is no such file
   */
  public static GrowingLog open(String file) throws IOException {
    return file.equals(ConsoleInput.STANDARD_INPUT)
        ? new StandardInput()
        : new GrowingFile(ConsoleInput.existing(file));
  }

  /** Waits for something to happen; bytes are put into the buffer, which is empty before. */
  public Event next(ByteBuffer buffer) throws IOException, InterruptedException {
    try {
      for (int i = 0; i < POLLS_TO_SILENCE; i++) {
        Event event = look(buffer);
        if (event != Event.SILENCE) {
          return event;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      return Event.SILENCE;
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException(e.getMessage());
    }
  }

  /** Does not wait. */
  abstract Event look(ByteBuffer buffer) throws IOException;

  @Override
  public abstract void close() throws IOException;

  private static final class StandardInput extends GrowingLog {

    private final FileInputStream in = new FileInputStream(FileDescriptor.in);
    private boolean silent;

    /** A pipe does not tell its end from a pause; a read after the pause does, and may wait. */
    @Override
    public Event next(ByteBuffer buffer) throws IOException, InterruptedException {
      Event event = silent ? read(buffer) : super.next(buffer);
      silent = event == Event.SILENCE;
      return event;
    }

    @Override
    Event look(ByteBuffer buffer) throws IOException {
      return in.available() > 0 ? read(buffer) : Event.SILENCE;
    }

    private Event read(ByteBuffer buffer) throws IOException {
      return in.getChannel().read(buffer) < 0 ? Event.END : Event.BYTES;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static final class GrowingFile extends GrowingLog {

    private final Path path;
    private FileChannel channel;
    private Object key;

    GrowingFile(Path path) throws IOException {
      this.path = path;
      reopen();
    }

    @Override
    Event look(ByteBuffer buffer) throws IOException {
      if (channel.read(buffer) > 0) {
        return Event.BYTES;
      }
      try {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        if (now.fileKey().equals(key) && now.size() >= channel.position()) {
          return Event.SILENCE;
        }
        channel.close();
        reopen();
        return Event.RESTART;
      } catch (NoSuchFileException e) {
        // Between being moved away and being made anew.
        return Event.SILENCE;
      }
    }

    private void reopen() throws IOException {
      channel = FileChannel.open(path);
      key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
