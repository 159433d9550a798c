package dev.straddle.plan;

import dev.straddle.model.BadInputException;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.NightlySpec;
import dev.straddle.spec.BadSpecException;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Library;
import dev.straddle.spec.Nightly;
import dev.straddle.spec.Problem;
import dev.straddle.spec.SpecFile;
import dev.straddle.text.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** Kernel and variant, guest, repetition, seed. */
  private static final Pattern CELL =
      Pattern.compile("(.+/.+)@([^@/]+?)(?:#\\d+)?(?:~(\\d{1,18}))?");

  private static final Pattern KERNEL_AND_VARIANT = Pattern.compile("[a-z0-9.-]+/[a-z0-9.-]+");

  private Requested() {}

  /** A kernel and one variant of it. */
  public record KernelVariant(KernelSpec kernel, KernelSpec.Variant variant) {

    /** {@code KERNEL/VARIANT}. */
    public String name() {
      return kernel.name() + "/" + variant.name();
    }
  }

  /** The cells of a matrix, by name, or of a YAML file, by path. */
  public static Plan matrix(Library library, String nameOrFile) {
    boolean isFile = isFile(nameOrFile);
    if (!nameOrFile.endsWith(YAML) && Files.isRegularFile(Path.of(nameOrFile))) {
      throw new BadInputException(
          nameOrFile + " is no matrix", "name one, or a file that ends in .yaml");
    }
    Catalogue catalogue =
        isFile
            ? library.all(file("matrix", nameOrFile, () -> library.all().matrices().keySet()))
            : library.all();
    String name = isFile ? Path.of(nameOrFile).getFileName().toString() : nameOrFile;
    SpecFile<MatrixSpec> matrix =
        Optional.ofNullable(catalogue.matrices().get(name.replaceFirst("\\.yaml$", "")))
            .orElseThrow(() -> unknown("matrix", nameOrFile, catalogue.matrices().keySet()));
    Plan plan = Planner.plan(matrix, catalogue);
    refuse(plan.problems().stream());
    return plan;
  }

  /**
   * The nights of a file, all of whose names mean something.
   *
   * @param over whether they are only told: they may have tested what is gone by now
   */
  public static NightlySpec nights(Library library, Path file, boolean over) {
    return Nightly.named(
        file,
        over
            ? Nightly.Names.UNCHECKED
            : new Nightly.Names(
                name -> kernel(library, name),
                name -> guest(library, name),
                name -> matrix(library, name)));
  }

  /** Whether it can only mean a guest: by its name, or by what is in the file. */
  public static boolean isGuest(Library library, String nameOrFile) {
    if (isFile(nameOrFile)) {
      return meansGuest(library, nameOrFile);
    }
    Catalogue catalogue = library.all();
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

  /**
   * A kernel variant and the guest to boot it on.
   *
   * @param seed the one in a cell's name
   */
  public record Boot(KernelVariant kernel, GuestSpec guest, Optional<Long> seed) {}

  /**
   * {@code KERNEL/VARIANT} and a guest, each by name or file; or both as the name of a cell.
   *
   * @param guest empty when there is no second word
   */
  public static Boot boot(Library library, String kernel, Optional<String> guest) {
    Matcher cell = CELL.matcher(kernel);
    if (guest.isPresent() && cell.matches()) {
      throw new BadInputException(
          "'%s' names its guest already".formatted(kernel),
          "leave out '%s', or write %s %s".formatted(guest.get(), cell.group(1), guest.get()));
    }
    if (guest.isEmpty() && cell.matches()) {
      return boot(
          library,
          cell.group(1),
          cell.group(2),
          Optional.ofNullable(cell.group(3)).map(Long::valueOf));
    }
    if (guest.isEmpty()) {
      boolean isGuest = meansGuest(library, kernel);
      throw new BadInputException(
          isGuest
              ? "'%s' is a guest; the kernel is missing".formatted(kernel)
              : "the guest is missing",
          isGuest
              ? "write KERNEL/VARIANT before it, as in linux-6.12/unpatched " + kernel
              : "write one behind the kernel, as in %s pgd-straddle".formatted(kernel));
    }
    if (meansGuest(library, kernel) && !meansGuest(library, guest.get())) {
      throw new BadInputException(
          "the kernel comes before the guest", "write %s %s".formatted(guest.get(), kernel));
    }
    return boot(library, kernel, guest.get(), Optional.empty());
  }

  /** Whether a word names a kernel variant and a guest, as a cell does. */
  public static boolean isCell(String word) {
    return CELL.matcher(word).matches();
  }

  private static Boot boot(Library library, String kernel, String guest, Optional<Long> seed) {
    KernelName name = KernelName.parse(kernel);
    SpecFile<KernelSpec> kernelFile = kernelFile(library, name);
    SpecFile<GuestSpec> guestFile = guestFile(library, guest);
    refuse(Stream.concat(kernelFile.problems().stream(), problems(guestFile)));
    return new Boot(
        variant(kernelFile.spec().orElseThrow(), name), guestFile.spec().orElseThrow(), seed);
  }

  /** A guest without problems, those of its address space included, by name or file. */
  public static GuestSpec guest(Library library, String nameOrFile) {
    SpecFile<GuestSpec> file = guestFile(library, nameOrFile);
    refuse(problems(file));
    return file.spec().orElseThrow();
  }

  /** {@code KERNEL/VARIANT}, the kernel by name or file. */
  public static KernelVariant kernel(Library library, String kernelAndVariant) {
    KernelName name = KernelName.parse(kernelAndVariant);
    SpecFile<KernelSpec> file = kernelFile(library, name);
    refuse(file.problems().stream());
    return variant(file.spec().orElseThrow(), name);
  }

  /** {@code KERNEL/VARIANT}, or all variants of {@code KERNEL}, the kernel by name or file. */
  public static List<KernelVariant> kernels(Library library, String kernelAndMaybeVariant) {
    KernelName name = KernelName.parse(kernelAndMaybeVariant);
    SpecFile<KernelSpec> file = kernelFile(library, name);
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

  private static boolean meansGuest(Library library, String nameOrFile) {
    if (isFile(nameOrFile)) {
      return nameOrFile.endsWith(YAML)
          && Files.isRegularFile(Path.of(nameOrFile))
          && Library.isGuest(Path.of(nameOrFile));
    }
    return library.guest(nameOrFile).isPresent();
  }

  private static SpecFile<KernelSpec> kernelFile(Library library, KernelName name) {
    if (name.isImage()) {
      return BuiltImage.spec(Path.of(name.kernel()));
    }
    Supplier<Collection<String>> known = () -> library.all().kernels().keySet();
    if (name.isPath()) {
      return library.kernel(file("kernel", name.text(), known));
    }
    return isFile(name.kernel())
        ? library.kernel(file("kernel", name.kernel(), known))
        : library.kernel(name.kernel()).orElseThrow(() -> noKernel(name, known.get()));
  }

  private static SpecFile<GuestSpec> guestFile(Library library, String nameOrFile) {
    Supplier<Collection<String>> known = () -> library.all().guests().keySet();
    return isFile(nameOrFile)
        ? library.guest(file("guest", nameOrFile, known))
        : library.guest(nameOrFile).orElseThrow(() -> unknown("guest", nameOrFile, known.get()));
  }

  /**
   * A kernel as it is written on a command line: {@code linux-6.12/patched}, {@code
   * some/where/mine.yaml/patched} or {@code some/where/bzImage}.
   *
   * @param variant empty when there is none
   */
  private record KernelName(String kernel, String variant) {
    static KernelName parse(String text) {
      if (!text.endsWith(YAML) && text.contains("/") && Files.isRegularFile(Path.of(text))) {
        return new KernelName(text, BuiltImage.VARIANT);
      }
      int slash = text.lastIndexOf('/');
      boolean split = slash >= 0 && !text.endsWith(YAML);
      return split
          ? new KernelName(text.substring(0, slash), text.substring(slash + 1))
          : new KernelName(text, "");
    }

    boolean isImage() {
      return variant.equals(BuiltImage.VARIANT) && !kernel.endsWith(YAML) && isFile(kernel);
    }

    /** Whether it can only be a file: kernels that are known by name have no folder. */
    boolean isPath() {
      return hasVariant()
          && !kernel.endsWith(YAML)
          && (kernel.isEmpty() || kernel.contains("/") || kernel.matches("\\.+"));
    }

    String text() {
      return kernel + "/" + variant;
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
    if (Files.isDirectory(file)) {
      boolean isTree = what.equals("kernel") && Files.exists(file.resolve("Kbuild"));
      throw new BadInputException(
          file + " is a folder" + (what.equals("kernel") && !isTree ? ", and no kernel tree" : ""),
          isTree
              ? "name the image that was built in it, as in %s/arch/x86/boot/bzImage, or have it"
                      .formatted(file)
                  + " built: straddle kernels add NAME --directory "
                  + file
              : "name a %s file or one of %s".formatted(what, String.join(", ", known.get())));
    }
    if (!Files.isRegularFile(file)) {
      if (what.equals("matrix") && KERNEL_AND_VARIANT.matcher(name).matches()) {
        throw new BadInputException(
            "there is no matrix " + file,
            "to boot that kernel on a guest: straddle boot %s GUEST; or name a matrix of %s"
                .formatted(name, String.join(", ", known.get())));
      }
      throw new BadInputException(
          noFile(file),
          (what.equals("kernel") ? "name an image such as bzImage, " : "name ")
              + "a %s file or one of %s".formatted(what, String.join(", ", known.get())));
    }
    return file;
  }

  private static String noFile(Path file) {
    return Files.exists(file) ? file + " is a pipe or a device" : "there is no file " + file;
  }

  /** It may have been meant as a file, which a slash is in too. */
  private static BadInputException noKernel(KernelName name, Collection<String> known) {
    return new BadInputException(
        "there is no kernel '%s'".formatted(name.kernel())
            + (name.hasVariant() ? ", and no image " + name.text() : ""),
        Suggestion.among(name.kernel(), known));
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
