package dev.straddle.cli;

import dev.straddle.bisect.BisectLog;
import dev.straddle.bisect.Journal;
import dev.straddle.bisect.JournalFile;
import dev.straddle.model.BadInputException;
import dev.straddle.verdict.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code straddle bisect log}: a log for git. */
@Command(
    name = "log",
    header = "a bisection as git bisect replay takes it",
    description = "Prints a bisection as a log that git bisect replay takes.")
final class BisectLogCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIRECTORY",
      description = "The bisection's directory or its name. Default: the newest.")
  private Optional<String> name;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    JournalFile file = JournalFile.in(directory(Places.standard(), name));
    spec.commandLine().getOut().print(BisectLog.of(read(file)));
    return ExitStatus.AS_EXPECTED;
  }

  /** A bisection's directory by its path or name; the newest where there is none. */
  static Path directory(Places places, Optional<String> name) {
    Path root = BisectCommand.root(places);
    if (name.isPresent()) {
      return name.get().contains("/") ? Path.of(name.get()) : root.resolve(name.get());
    }
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(d -> Files.exists(d.resolve(JournalFile.NAME)))
          .max(Comparator.comparing(Path::getFileName))
          .orElseThrow(() -> new IOException("empty"));
    } catch (IOException e) {
      throw new BadInputException("there is no bisection in " + root, "make one: straddle bisect");
    }
  }

  /** The journal, or a word on why there is none. */
  static Journal read(JournalFile file) {
    try {
      return file.read();
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage());
    }
  }
}
