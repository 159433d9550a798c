package dev.straddle.guest;

import dev.straddle.debian.Apt;
import dev.straddle.image.ElfFile;
import dev.straddle.model.InfraException;
import dev.straddle.process.Child;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The programs of a guest, taken from Debian packages without root, or from a host that has none:
 * busybox, what a probe asks for, and the libraries that they need.
 *
 * @param programs path in the guest, and the file on the host
 * @param packages file names of the packages, which carry their versions; or what was taken instead
 */
record Userland(Map<String, Path> programs, List<String> packages) {

  private static final String SHELL = "busybox";

  /** Packages that are not called as the program that is wanted of them. */
  private static final Map<String, String> PACKAGES =
      Map.of(SHELL, "busybox-static", "dropbear", "dropbear-bin");

  private static final List<String> PLACES = List.of("bin/", "usr/bin/", "sbin/", "usr/sbin/");
  private static final String LOADER = "ld-linux-x86-64.so.2";
  private static final Duration LOCAL_DEADLINE = Duration.ofMinutes(2);

  /**
   * Downloads and unpacks the packages; on a host without apt, takes the host's own programs.
   *
   * @param work an empty directory that the caller removes
   * @param extra programs, most of which are called as their package
   * @param lists where apt's package lists are kept
   * @throws InfraException when the package manager cannot deliver them
   */
  static Userland fetch(Path work, List<String> extra, Path lists)
      throws IOException, InterruptedException {
    List<String> programs = new ArrayList<>(List.of(SHELL));
    programs.addAll(extra);
    if (!Apt.isThere()) {
      return HostPrograms.find(programs);
    }
    List<String> packages =
        programs.stream().map(program -> PACKAGES.getOrDefault(program, program)).toList();
    Path debs = Files.createDirectories(work.resolve("debs"));
    Path tree = Files.createDirectories(work.resolve("tree"));
    new Apt(lists, Optional.empty(), event -> {}).downloadAll(packages, debs);
    List<Path> files;
    try (Stream<Path> listed = Files.list(debs)) {
      files = listed.sorted().toList();
    }
    for (Path deb : files) {
      run(Command.of("dpkg-deb", "-x", deb.toString(), tree.toString()).within(LOCAL_DEADLINE));
    }
    Map<String, Path> found = new TreeMap<>();
    for (String program : programs) {
      found.put(
          program,
          PLACES.stream()
              .map(place -> tree.resolve(place + program))
              .filter(Files::isRegularFile)
              .findFirst()
              .orElseThrow(
                  () ->
                      new InfraException(
                          "no package of the guest holds the program " + program,
                          "check what `apt-cache policy " + program + "` offers")));
    }
    Map<String, Path> libraries = librariesOf(tree);
    return new Userland(
        withLibraries(
            found,
            name -> Optional.ofNullable(libraries.get(name)),
            "run `apt-get update`, so that the package lists agree"),
        files.stream().map(f -> f.getFileName().toString()).toList());
  }

  /**
   * The programs, and transitively each library that one of them names as needed.
   *
   * @param nextStep for whoever lacks a library
   */
  static Map<String, Path> withLibraries(
      Map<String, Path> programs, Function<String, Optional<Path>> library, String nextStep)
      throws IOException {
    Map<String, Path> files = new TreeMap<>();
    programs.forEach((name, file) -> files.put("bin/" + name, file));
    Deque<Path> open = new ArrayDeque<>(programs.values());
    while (!open.isEmpty()) {
      for (String name : ElfFile.read(open.remove()).needed()) {
        String place = (name.equals(LOADER) ? "lib64/" : "lib/") + name;
        if (!files.containsKey(place)) {
          Path file = library(name, library, programs, nextStep);
          files.put(place, file);
          open.add(file);
        }
      }
    }
    if (files.keySet().stream().anyMatch(f -> f.startsWith("lib/"))) {
      files.put("lib64/" + LOADER, library(LOADER, library, programs, nextStep));
    }
    return files;
  }

  private static Path library(
      String name,
      Function<String, Optional<Path>> library,
      Map<String, Path> programs,
      String nextStep) {
    return library
        .apply(name)
        .orElseThrow(
            () ->
                new InfraException(
                    "nothing of " + programs.keySet() + " holds the library " + name, nextStep));
  }

  private static Map<String, Path> librariesOf(Path tree) throws IOException {
    Map<String, Path> libraries = new TreeMap<>();
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        if (!Files.isDirectory(file) && file.getFileName().toString().contains(".so")) {
          Optional<Path> target = insideOf(tree, file);
          target.ifPresent(t -> libraries.putIfAbsent(file.getFileName().toString(), t));
        }
      }
    }
    return libraries;
  }

  /** A package's links are followed only within the unpacked tree. */
  private static Optional<Path> insideOf(Path tree, Path file) throws IOException {
    Path at = file;
    for (int hops = 0; Files.isSymbolicLink(at) && hops < 8; hops++) {
      Path link = Files.readSymbolicLink(at);
      at =
          link.isAbsolute()
              ? tree.resolve(Path.of("/").relativize(link))
              : at.getParent().resolve(link);
      at = at.normalize();
    }
    return at.startsWith(tree) && Files.isRegularFile(at) && !Files.isSymbolicLink(at)
        ? Optional.of(at)
        : Optional.empty();
  }

  private static void run(Command command) throws InterruptedException {
    try (Child child = Child.start(command)) {
      Result result = child.await();
      if (!result.ok()) {
        throw new InfraException(
            result.describe(), "check the package manager and the network, then run again");
      }
    }
  }
}
