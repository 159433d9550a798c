package dev.straddle.spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where straddle finds its specs and keeps its files, after the XDG Base Directory Specification.
 *
 * @param home the checkout: kernels, guest-configs, matrices
 * @param own the user's own kernels, guests and matrices; need not exist
 * @param cache sources, kernels, images; may be deleted at any time
 * @param runs one directory per run
 */
public record Places(Path home, Path own, Path cache, Path runs) {

  public static Places standard() {
    String home = System.getenv("HOME");
    Path userHome = Path.of(home == null ? System.getProperty("user.home") : home);
    return new Places(
        Path.of(System.getProperty("straddle.home", "")).toAbsolutePath(),
        xdg("XDG_CONFIG_HOME", userHome.resolve(".config")).resolve("straddle"),
        xdg("XDG_CACHE_HOME", userHome.resolve(".cache")).resolve("straddle"),
        xdg("XDG_DATA_HOME", userHome.resolve(".local/share")).resolve("straddle/runs"));
  }

  /** The same places, with runs kept elsewhere. */
  public Places withRuns(Path directory) {
    return new Places(home, own, cache, directory.toAbsolutePath());
  }

  /** Kernels, guests and matrices that have names. */
  public Library library() {
    return new Library(home, Optional.of(own));
  }

  /** Where single boots are kept: beside runs. */
  public Path boots() {
    return runs.resolveSibling("boots");
  }

  /** What belongs to all nights of a name, and the lock of tonight's. */
  public Path nights() {
    return runs.resolveSibling("nights");
  }

  /** Where bisections are kept. */
  public Path bisections() {
    return runs.resolveSibling("bisections");
  }

  /** How to ask a Slurm cluster, where the user has said so. */
  public Optional<Path> slurm() {
    String home = System.getenv("HOME");
    Path userHome = Path.of(home == null ? System.getProperty("user.home") : home);
    Path file = xdg("XDG_CONFIG_HOME", userHome.resolve(".config")).resolve("straddle/slurm.yaml");
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  /** A relative path in such a variable is to be ignored, says the specification. */
  private static Path xdg(String variable, Path otherwise) {
    String value = System.getenv(variable);
    return value == null || !value.startsWith("/") ? otherwise : Path.of(value);
  }
}
