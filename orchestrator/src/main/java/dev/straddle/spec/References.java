package dev.straddle.spec;

import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.text.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Names in a matrix that lead nowhere. */
final class References {

  private References() {}

  static List<Problem> dangling(SpecFile<MatrixSpec> file, Catalogue catalogue) {
    List<Problem> problems = new ArrayList<>();
    file.spec().ifPresent(matrix -> check(matrix, file, catalogue, problems));
    return problems;
  }

  private static void check(
      MatrixSpec matrix, SpecFile<MatrixSpec> file, Catalogue catalogue, List<Problem> problems) {
    for (int i = 0; i < matrix.kernels().size(); i++) {
      int index = i;
      String name = matrix.kernels().get(i);
      if (!catalogue.kernels().containsKey(name)) {
        problems.add(
            named(file, "kernels[" + index + "]", "kernel", Library.KERNELS, name)
                .orElseGet(
                    () ->
                        unknown(
                            file,
                            "kernels[" + index + "]",
                            "kernel",
                            name,
                            catalogue.kernels().keySet())));
      }
      Optional<KernelSpec> kernel = catalogue.kernel(name);
      kernel.ifPresent(k -> variant(k, matrix.without(), "without", file, problems));
      kernel.ifPresent(k -> variant(k, matrix.with(), "with", file, problems));
    }
    for (String name : matrix.guests().keySet()) {
      if (!catalogue.guests().containsKey(name)) {
        problems.add(
            named(file, "guests." + name, "guest", Library.GUESTS, name)
                .orElseGet(
                    () ->
                        unknown(
                            file, "guests." + name, "guest", name, catalogue.guests().keySet())));
      }
    }
    exceptions(matrix, file, problems);
  }

  /** An exception has to be one to something that the matrix says. */
  private static void exceptions(
      MatrixSpec matrix, SpecFile<MatrixSpec> file, List<Problem> problems) {
    matrix
        .except()
        .forEach(
            (kernel, guests) -> {
              String at = "except." + kernel;
              if (!matrix.kernels().contains(kernel)) {
                problems.add(unknown(file, at, "kernel of this matrix", kernel, matrix.kernels()));
              }
              for (String guest : guests.keySet()) {
                if (!matrix.guests().containsKey(guest)) {
                  problems.add(
                      unknown(
                          file,
                          at + "." + guest,
                          "guest of this matrix",
                          guest,
                          matrix.guests().keySet()));
                }
              }
            });
  }

  private static void variant(
      KernelSpec kernel,
      String name,
      String field,
      SpecFile<MatrixSpec> file,
      List<Problem> problems) {
    if (kernel.variant(name).isEmpty()) {
      List<String> known = kernel.variants().stream().map(KernelSpec.Variant::name).toList();
      problems.add(unknown(file, field, "variant of " + kernel.name(), name, known));
    }
  }

  /** A file where a name is wanted; elsewhere files are named as files. */
  private static Optional<Problem> named(
      SpecFile<?> file, String field, String what, String folder, String name) {
    return name.endsWith(Library.YAML)
        ? Optional.of(
            file.position(field)
                .problem(
                    "unknown %s '%s'; leave out '.yaml', and put the file into '%s' beside this one"
                        .formatted(what, name, folder)))
        : Optional.empty();
  }

  private static Problem unknown(
      SpecFile<?> file, String field, String what, String name, Collection<String> known) {
    return file.position(field)
        .problem("unknown %s '%s'; %s".formatted(what, name, Suggestion.among(name, known)));
  }
}
