package dev.straddle.cli;

import dev.straddle.spec.Position;
import dev.straddle.spec.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The user's files or arguments are wrong; {@link Main} prints the message and exits with 64. */
final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadInputException(String message) {
    super(message);
  }

  /**
   * One line per problem, with file names relative to the working directory where they lie in it.
   */
  BadInputException(List<Problem> problems) {
    super(
        problems.stream().map(BadInputException::line).collect(Collectors.joining("\n"))
            + "\n%d problem%s, nothing was started"
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
