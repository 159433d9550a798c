package dev.straddle.debian;

import dev.straddle.disk.FileTrouble;
import dev.straddle.model.InfraException;
import dev.straddle.process.Command;
import dev.straddle.process.Exit;
import dev.straddle.process.LineListener;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory in which apt keeps lists and packages, beside those of the system.
 *
 * @param state the directory
 * @param suite the only suite to look in, on the host's mirror; empty for those of the host
 */
record AptDirectory(Path state, Optional<String> suite) {

  /** A repository and a suite of it, as apt-get indextargets prints them below. */
  private static final Pattern REPOSITORY = Pattern.compile("(\\S+) (\\S+)");

  private static final Path KEYS = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  /** What holds others off while one works in it. */
  Path lock() {
    return state.resolve("straddle.lock");
  }

  void prepare() throws IOException, InterruptedException {
    Files.createDirectories(state.resolve("lists/partial"));
    Files.createDirectories(state.resolve("archives/partial"));
    if (suite.isPresent()) {
      String line = sourceLine(suite.get());
      if (!Files.exists(sourceList()) || !Files.readString(sourceList()).equals(line)) {
        Files.writeString(sourceList(), line);
      }
    }
  }

  /** When the lists that are there were made up to date. */
  Optional<Instant> listed() throws IOException {
    Path mark = state.resolve("updated");
    return Files.exists(mark)
        ? Optional.of(Files.getLastModifiedTime(mark).toInstant())
        : Optional.empty();
  }

  /** Brings its lists up to date. */
  Result update() throws InterruptedException {
    Result update = run("apt-get", Path.of("/"), LineListener.NONE, "update");
    if (update.ok()) {
      try {
        Files.writeString(state.resolve("updated"), "");
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
    return update;
  }

  InfraException unwritable(IOException e) {
    return new InfraException(
        "preparing " + state + ": " + FileTrouble.why(e),
        "check that the cache directory can be written",
        e);
  }

  private Path sourceList() {
    return state.resolve("sources.list");
  }

  /** Takes the mirror from the host: the one for security suites, or the first of the others. */
  private String sourceLine(String wanted) throws InterruptedException {
    List<String> mirrors = new ArrayList<>();
    boolean security = wanted.endsWith("-security");
    Command command =
        Command.of(
                "apt-get",
                "indextargets",
                "--format",
                "$(REPO_URI) $(RELEASE)",
                "Created-By: Packages")
            .with(Map.of("LC_ALL", "C"))
            .heardBy(
                (channel, line) -> {
                  Matcher target = REPOSITORY.matcher(line);
                  if (target.matches() && target.group(2).endsWith("-security") == security) {
                    mirrors.add(target.group(1));
                  }
                });
    Result asked = command.run();
    if (!asked.ok() || mirrors.isEmpty()) {
      throw new InfraException(
          "the host's apt knows no mirror for " + wanted + "\n" + asked.describe(),
          "add a Debian mirror in /etc/apt/sources.list.d, or leave out 'suite:'");
    }
    String signed = Files.exists(KEYS) ? "[signed-by=" + KEYS + "] " : "";
    return "deb " + signed + mirrors.get(0) + " " + wanted + " main\n";
  }

  /** Runs one of apt's programs there; lines go to a listener. */
  Result run(String program, Path directory, LineListener lines, String... words)
      throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of(program, "-q"));
    Map.of(
            "Dir::State::lists", state.resolve("lists").toString(),
            "Dir::Cache::archives", state.resolve("archives").toString(),
            "Dir::Cache::pkgcache", "",
            "Dir::Cache::srcpkgcache", "",
            "Dir::Etc::netrcparts", "/etc/apt/auth.conf.d",
            "APT::Sandbox::User", "",
            "APT::Update::Pre-Invoke", "",
            "Acquire::Languages", "none")
        .forEach((key, value) -> argv.addAll(List.of("-o", key + "=" + value)));
    if (suite.isPresent()) {
      argv.addAll(
          List.of("-o", "Dir::Etc::sourcelist=" + sourceList(), "-o", "Dir::Etc::sourceparts=-"));
    }
    argv.addAll(List.of(words));
    Result result = Command.of(argv).in(directory).with(Map.of("LC_ALL", "C")).heardBy(lines).run();
    if (result.exit() instanceof Exit.CouldNotStart) {
      throw new InfraException(result.describe(), "use a Debian host, where apt-get is");
    }
    return result;
  }
}
