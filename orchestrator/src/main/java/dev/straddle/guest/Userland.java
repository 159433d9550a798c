package dev.straddle.guest;

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
import java.util.stream.Stream;

/**
 * The programs of a guest, taken from the host's Debian packages without root: busybox, what a
 * probe asks for, and the libraries that they need.
 *
 * @param programs path in the guest, and the file on the host
 * @param packages file names of the packages, which carry their versions
 */
record Userland(Map<String, Path> programs, List<String> packages) {

  private static final String SHELL = "busybox";

  /** Packages that are not called as the program that is wanted of them. */
  private static final Map<String, String> PACKAGES =
      Map.of(SHELL, "busybox-static", "dropbear", "dropbear-bin");

  private static final List<String> PLACES = List.of("bin/", "usr/bin/", "sbin/", "usr/sbin/");
  private static final String LOADER = "ld-linux-x86-64.so.2";
  private static final Duration DOWNLOAD_DEADLINE = Duration.ofMinutes(10);
  private static final Duration LOCAL_DEADLINE = Duration.ofMinutes(2);

  /**
   * Downloads and unpacks the packages.
   *
   * @param work an empty directory that the caller removes
   * @param extra programs, most of which are called as their package
   * @throws InfraException when the package manager cannot deliver them
   */
  static Userland fetch(Path work, List<String> extra) throws IOException, InterruptedException {
    List<String> programs = new ArrayList<>(List.of(SHELL));
    programs.addAll(extra);
    List<String> packages =
        programs.stream().map(program -> PACKAGES.getOrDefault(program, program)).toList();
    Path debs = Files.createDirectories(work.resolve("debs"));
    Path tree = Files.createDirectories(work.resolve("tree"));
    List<String> download = new ArrayList<>(List.of("apt-get", "-q", "download"));
    download.addAll(dependencies(work, packages));
    run(Command.of(download).in(debs).within(DOWNLOAD_DEADLINE));
    List<Path> files;
    try (Stream<Path> listed = Files.list(debs)) {
      files = listed.sorted().toList();
    }
    for (Path deb : files) {
      run(Command.of("dpkg-deb", "-x", deb.toString(), tree.toString()).within(LOCAL_DEADLINE));
    }
    return new Userland(
        closure(tree, programs), files.stream().map(f -> f.getFileName().toString()).toList());
  }

  private static List<String> dependencies(Path work, List<String> packages)
      throws IOException, InterruptedException {
    Path list = work.resolve("depends");
    List<String> ask = new ArrayList<>(List.of("apt-cache", "depends", "--recurse"));
    for (String kind :
        List.of("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")) {
      ask.add("--no-" + kind);
    }
    ask.addAll(packages);
    run(Command.of(ask).within(LOCAL_DEADLINE).loggedTo(list));
    return Files.readAllLines(list).stream()
        .filter(line -> line.matches("[a-z0-9][a-z0-9.+-]*"))
        .sorted()
        .distinct()
        .toList();
  }

  /** The programs, and transitively each library that one of them names as needed. */
  private static Map<String, Path> closure(Path tree, List<String> programs) throws IOException {
    Map<String, Path> libraries = librariesOf(tree);
    Map<String, Path> files = new TreeMap<>();
    Deque<Path> open = new ArrayDeque<>();
    for (String program : programs) {
      Path file =
          PLACES.stream()
              .map(place -> tree.resolve(place + program))
              .filter(Files::isRegularFile)
              .findFirst()
              .orElseThrow(
                  () ->
                      new InfraException(
                          "no package of the guest holds the program " + program,
                          "check what `apt-cache policy " + program + "` offers"));
      files.put("bin/" + program, file);
      open.add(file);
    }
    while (!open.isEmpty()) {
      for (String name : ElfFile.read(open.remove()).needed()) {
        String place = (name.equals(LOADER) ? "lib64/" : "lib/") + name;
        if (files.containsKey(place)) {
          continue;
        }
        Path library =
            Optional.ofNullable(libraries.get(name))
                .orElseThrow(
                    () ->
                        new InfraException(
                            "no package of " + programs + " holds the library " + name,
                            "run `apt-get update`, so that the package lists agree"));
        files.put(place, library);
        open.add(library);
      }
    }
    if (files.keySet().stream().anyMatch(f -> f.startsWith("lib/"))) {
      files.put("lib64/" + LOADER, libraries.get(LOADER));
    }
    return files;
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
