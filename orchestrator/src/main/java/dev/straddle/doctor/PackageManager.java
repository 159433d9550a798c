package dev.straddle.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who installs programs on this host, and what packages are called there. */
enum PackageManager {
  APT("apt-get", "sudo apt-get install --no-install-recommends ", Map.of()),

  DNF(
      "dnf",
      "sudo dnf install ",
      Map.of(
          "qemu-system-x86", "qemu-system-x86-core",
          "libc6-dev", "glibc-devel",
          "libelf-dev", "elfutils-libelf-devel",
          "xz-utils", "xz")),

  PACMAN(
      "pacman",
      "sudo pacman -S --needed ",
      Map.of("libc6-dev", "glibc", "libelf-dev", "libelf", "xz-utils", "xz")),

  OTHER("", "by this system's package manager install what Debian calls ", Map.of());

  /** What only Debian's packages need, or where only they put it. */
  private static final List<String> DEBIAN_ALONE = List.of("dpkg", "seabios");

  private final String program;
  private final String command;
  private final Map<String, String> names;

  PackageManager(String program, String command, Map<String, String> names) {
    this.program = program;
    this.command = command;
    this.names = names;
  }

  static PackageManager on(List<Path> searchPath) {
    return Stream.of(APT, DNF, PACMAN)
        .filter(m -> searchPath.stream().anyMatch(p -> Files.isExecutable(p.resolve(m.program))))
        .findFirst()
        .orElse(OTHER);
  }

  /** What this host needs: without apt, guests get the host's own busybox. */
  List<Need> needs(List<Need> onDebian) {
    return this == APT
        ? onDebian
        : Stream.concat(
                onDebian.stream().filter(n -> !DEBIAN_ALONE.contains(n.debianPackage())),
                Stream.of(new Need("busybox", "busybox", "the programs of guests")))
            .toList();
  }

  /** The packages that meet these needs, each once, in order. */
  List<String> packages(List<Need> needs) {
    return needs.stream()
        .map(Need::debianPackage)
        .map(name -> names.getOrDefault(name, name))
        .distinct()
        .toList();
  }

  /** What a person would type. */
  String command(List<Need> needs) {
    return command + String.join(" ", packages(needs));
  }
}
