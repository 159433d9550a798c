package dev.straddle.doctor;

import com.sun.security.auth.module.UnixSystem;
import dev.straddle.model.InfraException;
import dev.straddle.process.Command;
import dev.straddle.process.LineListener;
import dev.straddle.process.Result;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what the host lacks, says what installs it, and with apt does so. */
public final class Doctor {

  private static final Duration INSTALL_DEADLINE = Duration.ofMinutes(15);

  private final List<Path> searchPath;
  private final PackageManager manager;

  public Doctor(String searchPath) {
    this.searchPath =
        Stream.of(searchPath.split(File.pathSeparator))
            .filter(directory -> !directory.isEmpty())
            .map(Path::of)
            .toList();
    this.manager = PackageManager.on(this.searchPath);
  }

  /** The needs that are not met. */
  public List<Need> missing() {
    return needs().stream().filter(need -> !need.isMet(searchPath)).toList();
  }

  /** Everything that a build and a boot need on this host. */
  public List<Need> needs() {
    return manager.needs(Need.ALL);
  }

  /** Whether straddle can install anything here; else it says what does. */
  public boolean installs() {
    return manager == PackageManager.APT;
  }

  /** The packages that meet these needs, by this system's names, each once, in order. */
  public List<String> packages(List<Need> needs) {
    return manager.packages(needs);
  }

  /** The command that a person would type to meet these needs. */
  public String command(List<Need> needs) {
    return manager.command(needs);
  }

  /**
   * Installs the packages that meet these needs, as root or through a {@code sudo} that asks for no
   * password.
   *
   * @throws InfraException when it cannot, saying what is missing still
   */
  public void install(List<Need> needs, LineListener progress) throws InterruptedException {
    if (!installs()) {
      throw new InfraException(
          "missing on this host: " + names(needs) + ", and straddle installs with apt alone",
          command(needs));
    }
    run(apt(List.of("update", "-qq")), needs, progress);
    List<String> install = new ArrayList<>(List.of("install", "-y", "--no-install-recommends"));
    install.addAll(packages(needs));
    run(apt(install), needs, progress);
    List<Need> left = missing();
    if (!left.isEmpty()) {
      throw new InfraException(
          "apt-get succeeded, and these are missing still: " + names(left),
          "look whether the packages " + packages(left) + " have moved their files");
    }
  }

  private static List<String> apt(List<String> arguments) {
    Stream<String> words =
        new UnixSystem().getUid() == 0
            ? Stream.of("apt-get")
            : Stream.of("sudo", "-n", "DEBIAN_FRONTEND=noninteractive", "apt-get");
    return Stream.concat(words, arguments.stream()).toList();
  }

  private void run(List<String> argv, List<Need> needs, LineListener progress)
      throws InterruptedException {
    Result result =
        Command.of(argv)
            .with(Map.of("DEBIAN_FRONTEND", "noninteractive", "LC_ALL", "C"))
            .within(INSTALL_DEADLINE)
            .heardBy(progress)
            .run();
    if (!result.ok()) {
      throw new InfraException(
          "missing on this host: "
              + names(needs)
              + ", and they cannot be installed: "
              + result.describe(),
          command(needs));
    }
  }

  private static String names(List<Need> needs) {
    return needs.stream().map(Need::name).collect(Collectors.joining(", "));
  }
}
