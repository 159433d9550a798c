package dev.straddle.runs;

import dev.straddle.model.BadInputException;
import dev.straddle.model.MatrixSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A run of a matrix that goes on.
 *
 * @param run an earlier one
 * @param matrix what it was of
 */
public record Resumption(RunDirectory run, MatrixSpec matrix) {

  /**
   * Opens it.
   *
   * @throws BadInputException when it was of no matrix
   */
  public static Resumption of(RunDirectory run) {
    MatrixSpec matrix =
        run.plan()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "run " + run.id() + " has no plan to go on with", "begin a new run"))
            .matrix();
    if (!matrix.canGoOn()) {
      throw new BadInputException(
          "run " + run.id() + " is of no matrix: series verify or nightly made it",
          "give that command again; what is built is in the cache, and a night goes on by itself");
    }
    return new Resumption(run, matrix);
  }

  /**
   * The same, where somebody names its matrix.
   *
   * @param name as the matrix is called, or of its file
   * @throws BadInputException when it was of another one
   */
  public Resumption named(String name) {
    Path file = matrix.definedIn().toAbsolutePath().normalize();
    if (!name.equals(matrix.name()) && !Path.of(name).toAbsolutePath().normalize().equals(file)) {
      throw new BadInputException(
          "run %s is of the matrix %s, not of %s".formatted(run.id(), matrix.name(), name),
          "resume it without naming a matrix, or begin a new run");
    }
    return this;
  }

  /**
   * The guests that it was of: with others it would be another run, in which the boots of the first
   * are no longer counted.
   *
   * @param only that somebody wants; empty for whatever there are
   * @throws BadInputException when they are others
   */
  public List<String> guests(List<String> only) {
    List<String> guests = List.copyOf(matrix.guests().keySet());
    if (!only.isEmpty() && !Set.copyOf(only).equals(Set.copyOf(guests))) {
      throw new BadInputException(
          "run %s is of %s, not of %s"
              .formatted(run.id(), String.join(", ", guests), String.join(", ", only)),
          "resume it without --only, or begin a new run");
    }
    return guests;
  }
}
