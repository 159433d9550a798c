package dev.straddle.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ProcessDestroyer;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * A running child process with all its descendants in a process group of their own.
 *
 * <p>The group lives on a lifeline: a pipe whose writing end only this JVM holds. A watcher in the
 * group waits for the pipe to close, then sends TERM and, two seconds later, KILL to the group. So
 * one mechanism covers {@link #kill}, a deadline, the end of the program's first process while
 * others linger, a Ctrl-C, and a JVM that is itself killed with KILL and cannot clean up.
 */
public final class Child implements AutoCloseable {

  /**
   * Makes the pipes that the first word lists and replaces itself by the program; {@code 0} as a
   * pid means the process group.
   */
  private static final String LAUNCHER =
      """
      exec 3<&0
      ( trap '' TERM INT HUP; read -r _ <&3; kill -TERM 0; sleep 2; kill -KILL 0 ) \
      >/dev/null 2>&1 &
      [ -z "$1" ] || mkfifo -m 600 -- $1 || exit
      shift
      exec "$@" </dev/null 3<&-
      """;

  private final Command command;
  private final CompletableFuture<Exit> ended = new CompletableFuture<>();
  private final CompletableFuture<Process> process = new CompletableFuture<>();
  private final CompletableFuture<OutputStream> lifeline = new CompletableFuture<>();
  private final long startedNanos = System.nanoTime();
  private volatile Optional<Exit> stopped = Optional.empty();
  private volatile List<String> tail = List.of();

  private Child(Command command) {
    this.command = command;
  }

  /** Starts the program; failing to start is a {@link Exit.CouldNotStart} result, no exception. */
  public static Child start(Command command) {
    Child child = new Child(command);
    Optional<String> missing = child.whyNotStartable();
    if (missing.isPresent()) {
      child.ended.complete(new Exit.CouldNotStart(missing.get()));
      return child;
    }
    Thread thread = new Thread(child::execute, "child " + command.argv().get(0));
    thread.setDaemon(true);
    thread.start();
    return child;
  }

  /** The process id of the program, which is its process group too; empty if it never started. */
  public Optional<Long> pid() {
    try {
      CompletableFuture.anyOf(process, ended).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return process.isDone() ? Optional.of(process.join().pid()) : Optional.empty();
  }

  public boolean isAlive() {
    return !ended.isDone();
  }

  /**
   * Waits for the end, at most until the command's deadline.
   *
   * @throws InterruptedException when this thread is interrupted; the program is stopped first
   */
  public Result await() throws InterruptedException {
    Exit exit;
    try {
      exit = command.deadline().isPresent() ? awaitDeadline() : ended.get();
    } catch (InterruptedException e) {
      kill();
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return new Result(
        command.argv(), exit, tail, Duration.ofNanos(System.nanoTime() - startedNanos));
  }

  /** Stops the whole group and returns when the program is gone; harmless when it already is. */
  public void kill() {
    stop(new Exit.Killed());
    ended.join();
  }

  /** The same as {@link #kill}. */
  @Override
  public void close() {
    kill();
  }

  private Exit awaitDeadline() throws InterruptedException, ExecutionException {
    Duration deadline = command.deadline().orElseThrow();
    long left = deadline.toNanos() - (System.nanoTime() - startedNanos);
    try {
      return ended.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      stop(new Exit.TimedOut(deadline));
      return ended.get();
    }
  }

  private synchronized void stop(Exit why) {
    if (ended.isDone()) {
      return;
    }
    if (stopped.isEmpty()) {
      stopped = Optional.of(why);
    }
    lifeline.thenAccept(Child::cut);
  }

  private static void cut(OutputStream lifeline) {
    try {
      lifeline.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing a pipe nobody has written to", e);
    }
  }

  private void execute() {
    Exit exit;
    try {
      OutputSink sink = new OutputSink(command.log(), command.listener());
      try (sink) {
        exit = exitOf(run(sink));
      }
      tail = sink.tail();
    } catch (IOException e) {
      exit = new Exit.CouldNotStart(e.toString());
    } catch (RuntimeException | Error e) {
      ended.completeExceptionally(e);
      throw e;
    }
    synchronized (this) {
      ended.complete(stopped.orElse(exit));
    }
  }

  private int run(OutputSink sink) throws IOException {
    DefaultExecutor executor =
        DefaultExecutor.builder()
            .setExecuteStreamHandler(new Streams(sink))
            .setWorkingDirectory(workingDirectory())
            .get();
    executor.setProcessDestroyer(new Capture());
    executor.setExitValues(null);
    Map<String, String> environment = new HashMap<>(System.getenv());
    command.inherits().ifPresent(names -> environment.keySet().retainAll(names));
    environment.putAll(command.environment());
    return executor.execute(new Words(command), environment);
  }

  private Path workingDirectory() {
    return command.directory().orElse(Path.of("").toAbsolutePath());
  }

  private static Exit exitOf(int status) {
    return status > 128 && status <= 128 + 64
        ? new Exit.Signalled(status - 128)
        : new Exit.Exited(status);
  }

  private Optional<String> whyNotStartable() {
    Path directory = workingDirectory();
    if (!Files.isDirectory(directory)) {
      return Optional.of("no directory " + directory);
    }
    String program = command.argv().get(0);
    if (program.contains("/")) {
      return Files.isExecutable(directory.resolve(program))
          ? Optional.empty()
          : Optional.of("no executable file " + program);
    }
    String path =
        command.environment().getOrDefault("PATH", System.getenv().getOrDefault("PATH", ""));
    for (String place : path.split(File.pathSeparator)) {
      Path file = Path.of(place, program);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.empty();
      }
    }
    return Optional.of("no program '" + program + "' on PATH");
  }

  /** The exact words; those of the base class lose white space at their ends. */
  private static final class Words extends CommandLine {
    private static final List<String> LAUNCH = List.of("setsid", "sh", "-c", LAUNCHER, "sh");

    private final Command command;

    Words(Command command) {
      super(LAUNCH.get(0));
      this.command = command;
    }

    @Override
    public String[] toStrings() {
      return Stream.of(
              LAUNCH.stream(),
              Stream.of(String.join(" ", command.pipes())),
              command.argv().stream())
          .flatMap(words -> words)
          .toArray(String[]::new);
    }
  }

  /** Learns the process; the lifeline does the destroying. */
  private final class Capture implements ProcessDestroyer {
    @Override
    public boolean add(Process started) {
      return process.complete(started);
    }

    @Override
    public boolean remove(Process over) {
      return true;
    }

    @Override
    public int size() {
      return process.isDone() && !ended.isDone() ? 1 : 0;
    }
  }

  /** Both outputs go to the sink; standard input is kept open as the lifeline. */
  private final class Streams extends PumpStreamHandler {

    Streams(OutputSink sink) {
      super(sink.out(), sink.err(), null);
    }

    @Override
    public void setProcessInputStream(OutputStream pipe) {
      lifeline.complete(pipe);
    }

    /** Runs when the program has ended: whatever it left behind in its group goes first. */
    @Override
    public void stop() throws IOException {
      lifeline.thenAccept(Child::cut);
      super.stop();
    }
  }
}
