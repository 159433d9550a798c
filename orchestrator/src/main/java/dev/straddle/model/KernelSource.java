package dev.straddle.model;

import java.nio.file.Path;
import java.util.Optional;

/** Where the source of a kernel comes from. */
public sealed interface KernelSource {
  /**
   * A Debian source package such as {@code linux-source-6.12}.
   *
   * @param version exact Debian version, or empty for the newest that the host's mirror offers
   * @param suite the only suite to look in, such as {@code trixie-backports}, on the host's mirror;
   *     empty for those that the host itself uses
   */
  record Debian(String packageName, Optional<String> version, Optional<String> suite)
      implements KernelSource {}

  /**
   * A commit of a git repository, which is read and never written.
   *
   * @param repository a URL, or the absolute path of a local repository
   * @param ref a branch, tag or commit
   */
  record Git(String repository, String ref) implements KernelSource {}

  /**
   * A commit of a history that is walked, as a bisection does; no file names it.
   *
   * @param repository a bare repository of straddle's own
   * @param commit 40 hexadecimal digits
   */
  record Commit(Path repository, String commit) implements KernelSource {}

  /**
   * An archive whose content is known beforehand.
   *
   * @param location a URL, or the absolute path of a file
   * @param sha256 64 hexadecimal digits
   */
  record Tarball(String location, String sha256) implements KernelSource {}

  /**
   * A work tree as it stands, uncommitted changes included; it is copied and never written.
   *
   * @param path absolute
   */
  record Directory(Path path) implements KernelSource {}

  /** A kernel that somebody else built: nothing is compiled, and no series goes on top. */
  sealed interface Image extends KernelSource {}

  /**
   * A Debian package of a built kernel, such as {@code linux-image-amd64}.
   *
   * @param packageName that of a kernel, or one that only depends on the newest
   * @param version exact Debian version, or empty for the newest that the host's mirror offers
   * @param suite the only suite to look in, on the host's mirror; empty for those that the host
   *     itself uses
   */
  record DebianImage(String packageName, Optional<String> version, Optional<String> suite)
      implements Image {}

  /**
   * Files of a built kernel; all paths are absolute.
   *
   * @param kernel bzImage
   * @param vmlinux the ELF image with symbols and DWARF, if there is one
   * @param config the {@code .config} it was built from, if it is known
   * @param modules a directory such as {@code /lib/modules/6.1.0}, if it has modules
   */
  record ImageFiles(
      Path kernel, Optional<Path> vmlinux, Optional<Path> config, Optional<Path> modules)
      implements Image {}
}
