package dev.straddle.git;

import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A git directory of straddle's own that stands in for somebody else's: it has that one's objects
 * and, if asked for, a copy of its index, and nothing of its configuration, so no filter, hook or
 * helper of its can run. What is read through it is what was stored, byte for byte.
 */
public final class Shadow implements AutoCloseable {

  /** Files come and count as they are; nothing is left out of an archive or filled in. */
  private static final String ATTRIBUTES =
      "* -text -eol -ident -filter -working-tree-encoding -export-ignore -export-subst\n";

  private final Path place;

  private Shadow(Path place) {
    this.place = place;
  }

  /**
   * Stands in for the repository of a directory.
   *
   * @return why not, where that is none
   */
  public static Made of(Path directory) throws IOException, InterruptedException {
    Result found =
        Git.in(directory)
            .run("rev-parse", "--path-format=absolute", "--git-common-dir", "--git-dir");
    if (!found.ok() || found.tail().size() != 2) {
      return new Made(Optional.empty(), found);
    }
    Path common = Path.of(found.tail().get(0));
    Path own = Path.of(found.tail().get(1));
    Path place = Files.createTempDirectory("straddle-git-");
    Shadow shadow = new Shadow(place);
    Result made = Git.in(place).run("init", "-q", "--bare", "--template=", place.toString());
    if (!made.ok()) {
      shadow.close();
      return new Made(Optional.empty(), made);
    }
    Files.createDirectories(place.resolve("info"));
    Files.createDirectories(place.resolve("objects/info"));
    Files.writeString(place.resolve("info/attributes"), ATTRIBUTES);
    Files.writeString(place.resolve("objects/info/alternates"), common.resolve("objects") + "\n");
    copy(common.resolve("info/exclude"), place.resolve("info/exclude"));
    copy(own.resolve("index"), place.resolve("index"));
    try (DirectoryStream<Path> shared = Files.newDirectoryStream(own, "sharedindex.*")) {
      for (Path file : shared) {
        copy(file, place.resolve(file.getFileName()));
      }
    }
    return new Made(Optional.of(shadow), made);
  }

  /**
   * A shadow, or what git said instead.
   *
   * @param shadow the caller closes it
   */
  public record Made(Optional<Shadow> shadow, Result said) {}

  /** For objects alone. */
  public Git git() {
    return Git.in(place).with(Map.of("GIT_DIR", place.toString()));
  }

  /** For the files of a work tree and the copy of its index. */
  public Git git(Path top) {
    return Git.in(top)
        .with(
            Map.of(
                "GIT_DIR", place.toString(),
                "GIT_WORK_TREE", top.toString(),
                "GIT_INDEX_FILE", place.resolve("index").toString(),
                "GIT_LITERAL_PATHSPECS", "1"))
        .configured("core.bare=false", "core.trustctime=false", "core.checkStat=minimal")
        .configured(ignored().map(f -> "core.excludesFile=" + f).stream().toArray(String[]::new));
  }

  /** What the user never wants to see in any repository; that is asked of the user's own git. */
  private static Optional<String> ignored() {
    try {
      List<String> said =
          Command.of("git", "config", "--global", "--type=path", "core.excludesFile").run().tail();
      return said.size() == 1 ? Optional.of(said.get(0)) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * Keeps its time: git takes files that are younger than their index for changed until it has
   * looked into them (Documentation/technical/racy-git.txt in git).
   */
  private static void copy(Path from, Path to) throws IOException {
    if (Files.isRegularFile(from)) {
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
