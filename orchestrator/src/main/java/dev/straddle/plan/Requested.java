package dev.straddle.plan;

import dev.straddle.model.BadInputException;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.spec.BadSpecException;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Problem;
import dev.straddle.spec.SpecFile;
import dev.straddle.spec.Specs;
import dev.straddle.spec.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kernels, guests and matrices that a command line names, or gives as a YAML file; all problems
 * are found before anything starts.
 *
 * <p>Every method throws {@link BadInputException} with all problems of what it was asked for.
 */
public final class Requested {

  /** The matrix of a bare {@code straddle run}. */
  public static final String USUAL_MATRIX = "pgd-sync";

  private static final String YAML = ".yaml";

  private Requested() {}

  /** A kernel and one variant of it. */
  public record KernelVariant(KernelSpec kernel, KernelSpec.Variant variant) {

    /** {@code KERNEL/VARIANT}. */
    public String name() {
      return kernel.name() + "/" + variant.name();
    }
  }

  /** The cells of a shipped matrix, by name, or of a YAML file, by path. */
  public static Plan matrix(Path home, String nameOrFile) {
    boolean isFile = isFile(nameOrFile);
    Catalogue catalogue =
        isFile
            ? Specs.load(
                home, file("matrix", nameOrFile, () -> Specs.load(home).matrices().keySet()))
            : Specs.load(home);
    String name = isFile ? Path.of(nameOrFile).getFileName().toString() : nameOrFile;
    SpecFile<MatrixSpec> matrix =
        Optional.ofNullable(catalogue.matrices().get(name.replaceFirst("\\.yaml$", "")))
            .orElseThrow(() -> unknown("matrix", nameOrFile, catalogue.matrices().keySet()));
    Plan plan = Planner.plan(matrix, catalogue);
    refuse(plan.problems().stream());
    return plan;
  }

  /** Whether it can only mean a guest: by its name, or by what is in the file. */
  public static boolean isGuest(Path home, String nameOrFile) {
    if (isFile(nameOrFile)) {
      return Files.isRegularFile(Path.of(nameOrFile)) && Specs.isGuest(Path.of(nameOrFile));
    }
    Catalogue catalogue = Specs.load(home);
    boolean guest = catalogue.guests().containsKey(nameOrFile);
    boolean matrix = catalogue.matrices().containsKey(nameOrFile);
    if (!guest && !matrix) {
      throw new BadInputException(
          "'%s' is neither a matrix nor a guest".formatted(nameOrFile),
          Suggestion.among(
              nameOrFile,
              Stream.concat(
                      catalogue.matrices().keySet().stream(), catalogue.guests().keySet().stream())
                  .toList()));
    }
    return guest && !matrix;
  }

  /** A kernel variant and the guest to boot it on. */
  public record Boot(KernelVariant kernel, GuestSpec guest) {}

  /** {@code KERNEL/VARIANT} and a guest, each by name or file. */
  public static Boot boot(Path home, String kernelAndVariant, String guest) {
    KernelName name = KernelName.parse(kernelAndVariant);
    SpecFile<KernelSpec> kernelFile = kernelFile(home, name);
    SpecFile<GuestSpec> guestFile = guestFile(home, guest);
    refuse(Stream.concat(kernelFile.problems().stream(), problems(guestFile)));
    return new Boot(variant(kernelFile.spec().orElseThrow(), name), guestFile.spec().orElseThrow());
  }

  /** A guest without problems, those of its address space included, by name or file. */
  public static GuestSpec guest(Path home, String nameOrFile) {
    SpecFile<GuestSpec> file = guestFile(home, nameOrFile);
    refuse(problems(file));
    return file.spec().orElseThrow();
  }

  /** {@code KERNEL/VARIANT}, the kernel by name or file. */
  public static KernelVariant kernel(Path home, String kernelAndVariant) {
    KernelName name = KernelName.parse(kernelAndVariant);
    SpecFile<KernelSpec> file = kernelFile(home, name);
    refuse(file.problems().stream());
    return variant(file.spec().orElseThrow(), name);
  }

  /** {@code KERNEL/VARIANT}, or all variants of {@code KERNEL}, the kernel by name or file. */
  public static List<KernelVariant> kernels(Path home, String kernelAndMaybeVariant) {
    KernelName name = KernelName.parse(kernelAndMaybeVariant);
    SpecFile<KernelSpec> file = kernelFile(home, name);
    refuse(file.problems().stream());
    KernelSpec kernel = file.spec().orElseThrow();
    return name.hasVariant()
        ? List.of(variant(kernel, name))
        : kernel.variants().stream().map(v -> new KernelVariant(kernel, v)).toList();
  }

  /** What is wrong with a guest, its address space included. */
  public static Stream<Problem> problems(SpecFile<GuestSpec> guest) {
    return Stream.concat(guest.problems().stream(), Planner.placementProblems(guest));
  }

  private static KernelVariant variant(KernelSpec kernel, KernelName name) {
    List<String> names = kernel.variants().stream().map(KernelSpec.Variant::name).toList();
    if (!name.hasVariant()) {
      throw new BadInputException(
          "'%s' names no variant".formatted(name.kernel()),
          "write one of "
              + names.stream()
                  .map(variant -> name.kernel() + "/" + variant)
                  .collect(Collectors.joining(", ")));
    }
    return kernel
        .variant(name.variant())
        .map(variant -> new KernelVariant(kernel, variant))
        .orElseThrow(() -> unknown("variant of " + kernel.name(), name.variant(), names));
  }

  private static SpecFile<KernelSpec> kernelFile(Path home, KernelName name) {
    Supplier<Collection<String>> known = () -> Specs.load(home).kernels().keySet();
    return isFile(name.kernel())
        ? Specs.kernel(file("kernel", name.kernel(), known))
        : Specs.kernel(home, name.kernel())
            .orElseThrow(() -> unknown("kernel", name.kernel(), known.get()));
  }

  private static SpecFile<GuestSpec> guestFile(Path home, String nameOrFile) {
    Supplier<Collection<String>> known = () -> Specs.load(home).guests().keySet();
    return isFile(nameOrFile)
        ? Specs.guest(file("guest", nameOrFile, known))
        : Specs.guest(home, nameOrFile)
            .orElseThrow(() -> unknown("guest", nameOrFile, known.get()));
  }

  /**
   * A kernel as it is written on a command line: {@code linux-6.12/patched} or {@code
   * some/where/mine.yaml/patched}.
   *
   * @param variant empty when there is none
   */
  private record KernelName(String kernel, String variant) {
    static KernelName parse(String text) {
      int slash = text.lastIndexOf('/');
      boolean split = slash >= 0 && !text.endsWith(YAML);
      return split
          ? new KernelName(text.substring(0, slash), text.substring(slash + 1))
          : new KernelName(text, "");
    }

    boolean hasVariant() {
      return !variant.isEmpty();
    }
  }

  private static boolean isFile(String name) {
    return name.endsWith(YAML) || name.contains("/");
  }

  private static Path file(String what, String name, Supplier<Collection<String>> known) {
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          "there is no file " + file,
          "name a %s file or one of %s".formatted(what, String.join(", ", known.get())));
    }
    return file;
  }

  private static void refuse(Stream<Problem> problems) {
    List<Problem> all = problems.toList();
    if (!all.isEmpty()) {
      throw new BadSpecException(all);
    }
  }

  private static BadInputException unknown(String what, String name, Collection<String> known) {
    return new BadInputException(
        "there is no %s '%s'".formatted(what, name), Suggestion.among(name, known));
  }
}
