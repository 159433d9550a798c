package dev.straddle.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A program to run: words, never a line for a shell; it reads nothing, its standard input is empty.
 *
 * @param argv the program, found on {@code PATH} or named by a path with a slash, and its arguments
 * @param directory where to run it; empty for the current directory
 * @param pipes names of named pipes to make there, for this user alone, before the program starts
 * @param inherits which of straddle's own variables it sees; empty for all
 * @param environment variables set on top of them
 * @param deadline after which it is stopped; empty for none
 * @param log file that receives all output, at most 64 MiB of it; empty for none
 * @param listener receives every line
 */
public record Command(
    List<String> argv,
    Optional<Path> directory,
    List<String> pipes,
    Optional<Set<String>> inherits,
    Map<String, String> environment,
    Optional<Duration> deadline,
    Optional<Path> log,
    LineListener listener) {

  public Command {
    argv = List.copyOf(argv);
    pipes = List.copyOf(pipes);
    inherits = inherits.map(Set::copyOf);
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command needs a program");
    }
    if (!pipes.stream().allMatch(name -> name.matches("[a-z.]+"))) {
      throw new IllegalArgumentException("a pipe has a plain name: " + pipes);
    }
  }

  public static Command of(List<String> argv) {
    return new Command(
        argv,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        LineListener.NONE);
  }

  public static Command of(String... argv) {
    return of(List.of(argv));
  }

  public Command in(Path newDirectory) {
    return new Command(
        argv, Optional.of(newDirectory), pipes, inherits, environment, deadline, log, listener);
  }

  /**
   * The command with named pipes made before it starts; a shell that is there anyway makes them.
   */
  public Command withPipes(List<String> names) {
    return new Command(argv, directory, names, inherits, environment, deadline, log, listener);
  }

  /** The command as it sees these of straddle's own variables and no others. */
  public Command inheriting(Set<String> names) {
    return new Command(
        argv, directory, pipes, Optional.of(names), environment, deadline, log, listener);
  }

  /** The command with these variables set besides those it already has. */
  public Command with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(more);
    return new Command(argv, directory, pipes, inherits, all, deadline, log, listener);
  }

  public Command within(Duration newDeadline) {
    return new Command(
        argv, directory, pipes, inherits, environment, Optional.of(newDeadline), log, listener);
  }

  public Command loggedTo(Path file) {
    return new Command(
        argv, directory, pipes, inherits, environment, deadline, Optional.of(file), listener);
  }

  public Command heardBy(LineListener newListener) {
    return new Command(argv, directory, pipes, inherits, environment, deadline, log, newListener);
  }

  /**
   * Runs the program to its end.
   *
   * @throws InterruptedException when this thread is interrupted; the program is stopped first
   */
  public Result run() throws InterruptedException {
    try (Child child = Child.start(this)) {
      return child.await();
    }
  }
}
