package dev.straddle.spec;

import dev.straddle.model.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Specification files have problems; the message has one line for each. */
public final class BadSpecException extends BadInputException {
  private static final long serialVersionUID = 1L;

  /** File names are relative to the working directory where they lie in it. */
  public BadSpecException(List<Problem> problems) {
    super(
        problems.stream().map(BadSpecException::line).collect(Collectors.joining("\n"))
            + "\nstraddle: %d problem%s, nothing was started"
                .formatted(problems.size(), problems.size() == 1 ? "" : "s"));
  }

  private static String line(Problem problem) {
    Path here = Path.of("").toAbsolutePath();
    Path file = problem.at().file().toAbsolutePath().normalize();
    Position at = problem.at();
    return new Position(
            file.startsWith(here) ? here.relativize(file) : file, at.line(), at.column())
        .problem(problem.message())
        .toString();
  }
}
