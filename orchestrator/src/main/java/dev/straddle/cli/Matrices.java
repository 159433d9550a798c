package dev.straddle.cli;

import dev.straddle.history.RunDirectory;
import dev.straddle.history.RunPlan;
import dev.straddle.model.MatrixSpec;
import dev.straddle.plan.Plan;
import dev.straddle.plan.Planner;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Position;
import dev.straddle.spec.SpecFile;
import dev.straddle.spec.Specs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** From a matrix as a person names it to its plan. */
final class Matrices {

  private Matrices() {}

  /**
   * The plan of a shipped matrix by its name, of a file by its path, or of the matrix that an
   * earlier run ran.
   */
  static Plan plan(Places places, Optional<RunDirectory> earlier, String asked) {
    String matrix =
        earlier
            .flatMap(RunDirectory::plan)
            .map(RunPlan::matrix)
            .map(MatrixSpec::definedIn)
            .map(Path::toString)
            .orElse(asked);
    boolean isFile = matrix.endsWith(".yaml") || matrix.contains("/");
    Catalogue catalogue =
        isFile ? Specs.load(places.home(), Path.of(matrix)) : Specs.load(places.home());
    String name = isFile ? nameOf(Path.of(matrix)) : matrix;
    SpecFile<MatrixSpec> found = catalogue.matrices().get(name);
    if (found == null) {
      Position asArgument = new Position(Path.of(matrix), 1, 1);
      return new Plan(
          Optional.empty(),
          List.of(),
          List.of(
              asArgument.problem(
                  "there is no such matrix; there are "
                      + String.join(", ", catalogue.matrices().keySet()))));
    }
    return Planner.plan(found, catalogue);
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("\\.yaml$", "");
  }
}
