package dev.straddle.view;

import dev.straddle.boot.SshWork;
import dev.straddle.guest.SshCommand;
import dev.straddle.guest.SshSession;
import dev.straddle.text.Ansi;
import dev.straddle.text.RawTerminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A shell or a command in the guest, its streams on this process's own. */
public final class ShellVisit implements SshWork {

  private static final Duration START_DEADLINE = Duration.ofMinutes(2);
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(3650);

  private final Optional<String> command;
  private final Path console;
  private final PrintWriter err;
  private volatile Optional<SshCommand.End> end = Optional.empty();

  /**
   * @param command empty for a shell
   * @param console where the kernel's words go, for the person to know
   */
  public ShellVisit(Optional<String> command, Path console, PrintWriter err) {
    this.command = command;
    this.console = console;
    this.err = err;
  }

  /** How the shell or command ended; empty when the guest ended first. */
  public Optional<SshCommand.End> end() {
    return end;
  }

  @Override
  public Optional<Duration> longest() {
    return Optional.empty();
  }

  @Override
  public void in(SshSession guest) throws IOException, InterruptedException {
    if (!Ansi.isTerminal()) {
      run(guest);
      return;
    }
    if (command.isEmpty()) {
      err.println("The guest ends with this shell; `probe` runs its probe. Console: " + console);
      err.flush();
    }
    try (RawTerminal terminal = RawTerminal.enter()) {
      run(guest, terminal);
    }
  }

  private void run(SshSession guest) throws IOException, InterruptedException {
    try (SshCommand running = guest.start(command, streams(), Optional.empty(), START_DEADLINE)) {
      end = running.await(AS_LONG_AS_IT_TAKES);
    }
  }

  private void run(SshSession guest, RawTerminal terminal)
      throws IOException, InterruptedException {
    RawTerminal.Kind kind = terminal.kind();
    SshSession.Terminal there = new SshSession.Terminal(kind.type(), kind.columns(), kind.rows());
    try (SshCommand running = guest.start(command, streams(), Optional.of(there), START_DEADLINE)) {
      terminal.onResize(running::resize);
      end = running.await(AS_LONG_AS_IT_TAKES);
    }
  }

  /** Unbuffered, as each key counts. */
  private static SshSession.Streams streams() {
    return new SshSession.Streams(
        new FileInputStream(FileDescriptor.in),
        new Unfailing(new FileOutputStream(FileDescriptor.out)),
        new Unfailing(new FileOutputStream(FileDescriptor.err)));
  }

  /** Somebody who no longer listens, as {@code head} does, must not end the connection. */
  private static final class Unfailing extends OutputStream {

    private final OutputStream to;

    Unfailing(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        to.write(bytes, offset, length);
      } catch (IOException e) {
        // Nobody is there to be told.
      }
    }
  }
}
