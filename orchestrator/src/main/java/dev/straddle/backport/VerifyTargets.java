package dev.straddle.backport;

import dev.straddle.model.Ages;
import dev.straddle.model.BadInputException;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PatchSource;
import dev.straddle.plan.Requested;
import dev.straddle.spec.KernelTree;
import dev.straddle.spec.Library;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code --onto} names: kernels of the catalogue, kernel trees, commits of a repository.
 *
 * @param repository where commits are looked for
 * @param config a {@code .config} to start from in place of the shipped configuration
 * @param guards symbols that are set for the guards of a quilt series
 */
public record VerifyTargets(
    Library library, Optional<Path> repository, Optional<Path> config, Set<String> guards) {

  private static final Pattern SHIPPED = Pattern.compile("linux-(\\d+)\\.(\\d+)\\.yaml");

  /**
   * A branch to try.
   *
   * @param version such as {@code 6.1}; empty when unknown
   * @param commit what the repository calls it when it has it
   */
  public record Target(Verification.Branch branch, String version, Optional<String> commit) {}

  /**
   * What is asked of the branches that were found: a matrix with other kernels.
   *
   * @param asked whose bug is meant
   * @param guests of the library; empty for those of the matrix
   * @param repetitions boots of each; empty for as many as the matrix wants
   */
  public Verification.Question question(
      List<Target> found,
      MatrixSpec asked,
      List<String> guests,
      Optional<Integer> repetitions,
      boolean eachPatch) {
    Map<GuestSpec, PairOutcome> chosen = new LinkedHashMap<>();
    List<String> names = guests.isEmpty() ? List.copyOf(asked.guests().keySet()) : guests;
    for (String name : names) {
      GuestSpec guest = Requested.guest(library, name);
      chosen.put(guest, asked.guests().getOrDefault(guest.name(), PairOutcome.FIXED));
    }
    return new Verification.Question(
        found.stream().map(Target::branch).toList(),
        chosen,
        asked.crash(),
        asked.known(),
        repetitions.orElse(asked.repetitions()),
        eachPatch);
  }

  /**
   * Finds every one.
   *
   * @param series for those that have none of their own in {@code use}
   * @param use series of single branches, by their names
   */
  public List<Target> find(List<String> onto, Optional<PatchSource> series, Map<String, Path> use)
      throws InterruptedException {
    List<Target> targets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> used = new HashSet<>();
    for (String name : onto) {
      Target target = target(name);
      String branch = target.branch().name();
      for (int n = 2; !names.add(branch); n++) {
        branch = target.branch().name() + "-" + n;
      }
      Optional<PatchSource> own =
          own(target, branch, name, use, used).or(() -> forBranch(target, series));
      if (own.isEmpty()) {
        throw new BadInputException("there is no series for " + branch);
      }
      targets.add(
          new Target(
              new Verification.Branch(
                  branch, target.branch().kernel(), target.branch().base(), own.get()),
              target.version(),
              target.commit()));
    }
    use.keySet().stream()
        .filter(u -> !used.contains(u))
        .findFirst()
        .ifPresent(
            u -> {
              throw new BadInputException("--use names " + u + ", and --onto does not");
            });
    return targets;
  }

  private Optional<PatchSource> own(
      Target target, String branch, String given, Map<String, Path> use, Set<String> used) {
    for (String name : List.of(given, branch)) {
      if (use.containsKey(name)) {
        used.add(name);
        return Optional.of(
            new PatchSource.Files(
                use.get(name).toAbsolutePath().normalize(), false, guards, target.version()));
      }
    }
    return Optional.empty();
  }

  /** A folder may have a series for each kernel, in folders of their names. */
  private static Optional<PatchSource> forBranch(Target target, Optional<PatchSource> series) {
    return series.map(
        s -> {
          if (!(s instanceof PatchSource.Files files)) {
            return s;
          }
          Path own = files.place().resolve(target.branch().kernel().name());
          Path place = Files.isDirectory(own) ? own : files.place();
          return new PatchSource.Files(place, false, files.guards(), target.version());
        });
  }

  /** A kernel tree as it stands, or a variant of the catalogue. */
  public Requested.KernelVariant kernel(String name) {
    if (!KernelTree.isOne(Path.of(name))) {
      return Requested.kernel(library, name);
    }
    Verification.Branch branch = tree(Path.of(name).toAbsolutePath().normalize());
    return new Requested.KernelVariant(branch.kernel(), branch.base());
  }

  private Verification.Branch tree(Path tree) {
    KernelTree.check(tree);
    return branch(
        named(tree.getFileName().toString()), new KernelSource.Directory(tree), version(tree));
  }

  private Target target(String name) throws InterruptedException {
    Path directory = Path.of(name);
    if (KernelTree.isOne(directory)) {
      Path tree = directory.toAbsolutePath().normalize();
      return new Target(tree(tree), inWords(version(tree)), head(tree));
    }
    if (Files.isDirectory(directory) && !name.contains("/")) {
      throw new BadInputException(name + " is no kernel tree: it has no Kbuild at its top");
    }
    if (repository.isPresent()) {
      History history = new History(repository.get());
      Optional<String> commit = history.resolve(name);
      if (commit.isPresent()) {
        Path repo = repository.get().toAbsolutePath().normalize();
        return new Target(
            branch(
                named(name),
                new KernelSource.Git(repo.toString(), commit.get()),
                version(name, history.file(commit.get(), "Makefile"))),
            inWords(version(name, history.file(commit.get(), "Makefile"))),
            Optional.of(name));
      }
    }
    Requested.KernelVariant kernel = catalogued(name);
    return new Target(
        new Verification.Branch(
            isUsual(kernel)
                ? kernel.kernel().name()
                : named(kernel.kernel().name() + "-" + kernel.variant().name()),
            kernel.kernel(),
            kernel.variant(),
            nothing()),
        versionInName(kernel.kernel().name()),
        Optional.empty());
  }

  private static String inWords(int[] version) {
    return version[0] + "." + version[1];
  }

  private static String versionInName(String kernel) {
    Matcher version = Pattern.compile("(?<![\\d.])\\d{1,2}\\.\\d{1,3}(?![\\d.])").matcher(kernel);
    return version.find() ? version.group() : "";
  }

  private static boolean isUsual(Requested.KernelVariant kernel) {
    return kernel.kernel().variants().size() == 1 || kernel.variant().name().equals("unpatched");
  }

  /** The commit that a tree stands on, where the repository has it. */
  private Optional<String> head(Path tree) throws InterruptedException {
    if (repository.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> head = new History(tree).resolve("HEAD");
    return head.isEmpty() ? head : new History(repository.get()).resolve(head.get());
  }

  /** Replaced by the series of the branch. */
  private static PatchSource nothing() {
    return new PatchSource.Files(Path.of("/"), false);
  }

  /** {@code KERNEL/VARIANT}; of {@code KERNEL} the variant without the fix, or its only one. */
  private Requested.KernelVariant catalogued(String name) {
    List<Requested.KernelVariant> variants = Requested.kernels(library, name);
    return variants.stream()
        .filter(v -> variants.size() == 1 || v.variant().name().equals("unpatched"))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(name + " has several variants; write " + name + "/VARIANT"));
  }

  /** A tree with the configuration of the shipped kernel whose version is nearest below. */
  private Verification.Branch branch(String name, KernelSource source, int[] version) {
    KernelSpec like = shipped(version);
    Optional<KernelSpec.Config> shippedConfig = like.config();
    Optional<KernelSpec.Config> used =
        config.isEmpty()
            ? shippedConfig
            : shippedConfig.map(
                c ->
                    new KernelSpec.Config(
                        new ConfigBase.File(config.get().toAbsolutePath().normalize()),
                        c.fragments(),
                        c.options()));
    KernelSpec.Variant asIs = new KernelSpec.Variant("as-is", "The tree as it stands.", List.of());
    KernelSpec kernel =
        new KernelSpec(
            name,
            "A tree as it stands.",
            source,
            used,
            like.compiler(),
            List.of(asIs),
            Ages.NONE,
            like.definedIn());
    return new Verification.Branch(name, kernel, asIs, nothing());
  }

  private KernelSpec shipped(int[] version) {
    try (var files = Files.list(library.shipped().resolve(Library.KERNELS))) {
      List<int[]> known =
          files
              .map(f -> SHIPPED.matcher(f.getFileName().toString()))
              .filter(Matcher::matches)
              .map(m -> new int[] {Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))})
              .sorted(Comparator.comparing((int[] v) -> v[0]).thenComparing(v -> v[1]))
              .toList();
      int[] nearest = known.get(0);
      for (int[] one : known) {
        if (one[0] < version[0] || one[0] == version[0] && one[1] <= version[1]) {
          nearest = one;
        }
      }
      return Requested.kernels(library, "linux-" + nearest[0] + "." + nearest[1]).get(0).kernel();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] version(Path tree) {
    return version(tree.toString(), read(tree.resolve("Makefile")));
  }

  private static int[] version(String name, String makefile) {
    int[] version = {0, 0};
    Matcher number = Pattern.compile("(?m)^(VERSION|PATCHLEVEL) = (\\d{1,4})").matcher(makefile);
    while (number.find()) {
      version[number.group(1).equals("VERSION") ? 0 : 1] = Integer.parseInt(number.group(2));
    }
    if (version[0] == 0) {
      throw new BadInputException(name + " is no kernel: its Makefile names no VERSION");
    }
    return version;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new BadInputException("cannot read " + file);
    }
  }

  private static String named(String text) {
    String name =
        text.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.-]+", "-")
            .replaceFirst("^[^a-z0-9]+", "");
    return name.isEmpty() ? "tree" : name;
  }
}
