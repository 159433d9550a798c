package dev.straddle.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The specification files of one folder that holds kernels, guests and matrices. */
public final class Specs {

  private Specs() {}

  /** Reads every file of a repository; see {@link Library#all()}. */
  public static Catalogue load(Path repositoryRoot) {
    return in(repositoryRoot).all();
  }

  /** Reads every file of a repository and a matrix; see {@link Library#all(Path)}. */
  public static Catalogue load(Path repositoryRoot, Path matrix) {
    return in(repositoryRoot).all(matrix);
  }

  private static Library in(Path repositoryRoot) {
    return new Library(repositoryRoot, Optional.empty());
  }

  /** Every problem of every file, references from matrices included, in order. */
  public static List<Problem> problems(Catalogue catalogue) {
    return Stream.concat(
            Stream.of(catalogue.kernels(), catalogue.guests(), catalogue.matrices())
                .flatMap(m -> m.values().stream())
                .flatMap(f -> f.problems().stream()),
            catalogue.matrices().values().stream()
                .flatMap(m -> References.dangling(m, catalogue).stream()))
        .sorted(Problem.ORDER)
        .toList();
  }
}
