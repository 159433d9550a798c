package dev.straddle.cli;

import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.plan.Plan;
import dev.straddle.plan.Planner;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Problem;
import dev.straddle.spec.SpecFile;
import dev.straddle.spec.Specs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The kernels, guests and matrices that a command line names, all problems found before anything
 * starts.
 *
 * <p>Every method throws {@link BadInputException} with all problems of what it was asked for.
 */
final class Requested {

  /** The matrix of a bare {@code straddle run}. */
  static final String USUAL_MATRIX = "pgd-sync";

  private Requested() {}

  /** A kernel and one variant of it. */
  record KernelVariant(KernelSpec kernel, KernelSpec.Variant variant) {

    /** {@code KERNEL/VARIANT}. */
    String name() {
      return kernel.name() + "/" + variant.name();
    }
  }

  /** The cells of a shipped matrix, by name, or of a YAML file, by path. */
  static Plan matrix(Path home, String nameOrFile) {
    Path file = Path.of(nameOrFile);
    boolean isFile = isFile(nameOrFile);
    if (isFile && !Files.isRegularFile(file)) {
      throw new BadInputException(
          file + " does not exist; name a matrix file or one of " + names(home));
    }
    Catalogue catalogue = isFile ? Specs.load(home, file) : Specs.load(home);
    String name = isFile ? file.getFileName().toString().replaceFirst("\\.yaml$", "") : nameOrFile;
    SpecFile<MatrixSpec> matrix = find("matrix", name, catalogue.matrices());
    Plan plan = Planner.plan(matrix, catalogue);
    if (!plan.problems().isEmpty()) {
      throw new BadInputException(plan.problems());
    }
    return plan;
  }

  /** Whether a name can only mean a guest. */
  static boolean isGuest(Catalogue catalogue, String name) {
    boolean guest = catalogue.guests().containsKey(name);
    if (!guest && !isFile(name) && !catalogue.matrices().containsKey(name)) {
      throw new BadInputException(
          "'%s' is neither a matrix (%s) nor a guest (%s)"
              .formatted(
                  name,
                  String.join(", ", catalogue.matrices().keySet()),
                  String.join(", ", catalogue.guests().keySet())));
    }
    return guest && !catalogue.matrices().containsKey(name);
  }

  private static boolean isFile(String name) {
    return name.endsWith(".yaml") || name.contains("/");
  }

  /** A guest without problems, those of its address space included. */
  static GuestSpec guest(Catalogue catalogue, String name) {
    SpecFile<GuestSpec> file = find("guest", name, catalogue.guests());
    List<Problem> problems =
        Stream.concat(file.problems().stream(), Planner.placementProblems(name, catalogue))
            .toList();
    if (!problems.isEmpty()) {
      throw new BadInputException(problems);
    }
    return file.spec().orElseThrow();
  }

  /** {@code KERNEL/VARIANT}. */
  static KernelVariant kernel(Catalogue catalogue, String kernelAndVariant) {
    String[] parts = kernelAndVariant.split("/", -1);
    if (parts.length != 2) {
      throw new BadInputException(
          "'"
              + kernelAndVariant
              + "' is no kernel and variant; one looks like linux-6.12/unpatched");
    }
    SpecFile<KernelSpec> file = find("kernel", parts[0], catalogue.kernels());
    if (!file.problems().isEmpty()) {
      throw new BadInputException(file.problems());
    }
    KernelSpec kernel = file.spec().orElseThrow();
    return kernel
        .variant(parts[1])
        .map(variant -> new KernelVariant(kernel, variant))
        .orElseThrow(
            () ->
                unknown(
                    "variant of " + kernel.name(),
                    parts[1],
                    kernel.variants().stream().map(KernelSpec.Variant::name).toList()));
  }

  private static <T> SpecFile<T> find(
      String what, String name, SortedMap<String, SpecFile<T>> files) {
    SpecFile<T> file = files.get(name);
    if (file == null) {
      throw unknown(what, name, files.keySet());
    }
    return file;
  }

  private static BadInputException unknown(String what, String name, Collection<String> known) {
    return new BadInputException(
        "unknown %s '%s'; known: %s".formatted(what, name, String.join(", ", known)));
  }

  private static String names(Path home) {
    return String.join(", ", Specs.load(home).matrices().keySet());
  }
}
