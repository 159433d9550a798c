package dev.straddle.guest;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelShell;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A command that runs in the guest; closing it ends it there too. */
public final class SshCommand implements AutoCloseable {

  /** The library tells nobody that a command has ended, so it is asked. */
  private static final long GLANCE_MILLIS = 5;

  private final Channel channel;
  private final LongSupplier clock;

  SshCommand(Channel channel, LongSupplier clock) {
    this.channel = channel;
    this.clock = clock;
  }

  /**
   * How a command ended.
   *
   * @param status its exit status, or 255 when a signal ended it
   * @param signal that signal, such as {@code KILL}
   */
  public record End(int status, Optional<String> signal) {}

  /**
   * Waits for its end, and for all that it printed.
   *
   * @param time by the clock of the connection
   * @return empty when the time is up
   * @throws IOException when the connection ends before the command
   */
  public Optional<End> await(Duration time) throws IOException, InterruptedException {
    long end = clock.getAsLong() + time.toNanos();
    while (!channel.isClosed()) {
      if (clock.getAsLong() - end >= 0) {
        return Optional.empty();
      }
      Thread.sleep(GLANCE_MILLIS);
    }
    Optional<String> signal =
        Optional.ofNullable(channel.getExitSignal()).filter(name -> !name.isEmpty());
    if (channel.getExitStatus() < 0 && signal.isEmpty()) {
      throw new IOException("the connection to the guest was lost");
    }
    return Optional.of(new End(signal.isPresent() ? 255 : channel.getExitStatus(), signal));
  }

  /** Tells the guest the new size of the terminal. */
  public void resize(int columns, int rows) {
    if (channel instanceof ChannelExec exec) {
      exec.setPtySize(columns, rows, 0, 0);
    } else if (channel instanceof ChannelShell shell) {
      shell.setPtySize(columns, rows, 0, 0);
    }
  }

  @Override
  public void close() {
    try {
      if (!channel.isClosed() && channel.getSession().isConnected()) {
        channel.sendSignal("KILL");
      }
    } catch (Exception e) { // that is what the library declares
      // A connection that ended a moment ago leaves nobody to kill.
    }
    channel.disconnect();
  }
}
