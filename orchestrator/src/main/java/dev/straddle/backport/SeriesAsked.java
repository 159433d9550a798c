package dev.straddle.backport;

import dev.straddle.model.BadInputException;
import dev.straddle.model.PatchSource;
import dev.straddle.plan.SeriesName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The series that a command line names: files, or commits of a repository.
 *
 * @param series a path, or the name of a shipped series
 * @param commits of the repository
 * @param guards symbols that are set for the guards of a quilt series
 */
public record SeriesAsked(
    Optional<String> series,
    Optional<String> commits,
    Optional<Path> repository,
    Set<String> guards) {

  public SeriesAsked {
    guards = Set.copyOf(guards);
  }

  /**
   * Where its patches are.
   *
   * @param home of the shipped files
   * @throws BadInputException when none is named, or two are, or it is not there
   */
  public Optional<PatchSource> source(Path home) {
    if (commits.isPresent() == series.isPresent()) {
      throw new BadInputException("give a series, or --commits and --repository");
    }
    if (commits.isPresent()) {
      Path place =
          repository.orElseThrow(() -> new BadInputException("--commits needs --repository"));
      return Optional.of(
          new PatchSource.GitRange(place.toAbsolutePath().normalize(), commits.get(), false));
    }
    return Optional.of(
        new PatchSource.Files(SeriesName.place(home, series.get()), false, guards, ""));
  }
}
