package dev.straddle.guest;

import dev.straddle.model.InfraException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A guest's programs as the host itself has them, with their libraries: for hosts without apt. */
final class HostPrograms {

  private static final List<String> LIBRARIES =
      List.of(
          "/lib64",
          "/usr/lib64",
          "/lib/x86_64-linux-gnu",
          "/usr/lib/x86_64-linux-gnu",
          "/lib",
          "/usr/lib");

  private HostPrograms() {}

  /**
   * Finds programs on {@code PATH} and where only root looks.
   *
   * @throws InfraException naming one that is not there
   */
  static Userland find(List<String> programs) throws IOException {
    Map<String, Path> found = new TreeMap<>();
    List<String> taken = new ArrayList<>();
    for (String program : programs) {
      Path file =
          places()
              .map(place -> Path.of(place, program))
              .filter(Files::isExecutable)
              .filter(Files::isRegularFile)
              .findFirst()
              .orElseThrow(
                  () ->
                      new InfraException(
                          "a guest needs the program "
                              + program
                              + ", and this host has neither it nor apt to fetch it",
                          "install " + program + " by this system's package manager"))
              .toRealPath();
      found.put(program, file);
      taken.add(file + " of the host, " + Files.getLastModifiedTime(file));
    }
    return new Userland(
        Userland.withLibraries(
            found, HostPrograms::library, "repair that program by installing it again"),
        taken);
  }

  private static Stream<String> places() {
    return Stream.concat(
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
        Stream.of("/usr/sbin", "/sbin"));
  }

  private static Optional<Path> library(String name) {
    return LIBRARIES.stream()
        .map(place -> Path.of(place, name))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
