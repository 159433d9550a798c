package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bisections of real kernels on real boots: a made history of 30 commits on top of 6.12, with
 * commits that do not build, lose an option or crash elsewhere, a merge, and one that keeps page
 * structures out of the synchronisation of page tables.
 *
 * <p>The history always has the same commits and the same place, so a second run finds its kernels
 * in the cache. The first compiles one whole kernel and parts of six more.
 */
class BisectIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path HISTORY = HOME.resolve("orchestrator/target/bisect-history");
  private static final String CULPRIT = "mm: simplify how page tables are populated";
  private static final int KILLS = 3;

  private static Path kernel;

  @TempDir private static Path shared;
  @TempDir private Path scratch;

  @BeforeAll
  static void makesAHistory() throws Exception {
    for (String program : List.of("patch", "perl")) {
      assumeTrue(
          run(shared, List.of("sh", "-c", "command -v " + program)).status() == 0,
          "no " + program + " here: apt-get install " + program);
    }
    kernel =
        Files.writeString(
            shared.resolve("made.yaml"),
            """
            description: A made history.
            source:
              git: {repository: %1$s, ref: v30}
            config:
              base: tinyconfig
              fragments: [%2$s/kernels/config/boot.config, %2$s/kernels/config/pmem.config]
            variants:
              plain: {description: As it is., series: []}
            """
                .formatted(HISTORY, HOME));
    if (!Files.exists(HISTORY.resolve("refs/tags/v30"))) {
      Ended built = run(shared, straddle("kernels", "build", "linux-6.12/shipped"));
      assertThat(built.status()).as(built.output()).isZero();
      Ended made =
          run(
              shared,
              List.of(
                  "sh",
                  HOME.resolve("benchmarks/bisect-history.sh").toString(),
                  source().toString(),
                  HISTORY.toString(),
                  "30",
                  "19",
                  HOME.resolve("benchmarks/bisect-culprit").toString()));
      assertThat(made.status()).as(made.output()).isZero();
    }
  }

  @Test
  void namesAndConfirmsTheCommitAlthoughItIsKilledAgainAndAgain() throws Exception {
    Process process = start(scratch, bisection());
    for (int kill = 1; kill <= KILLS; kill++) {
      while (process.isAlive() && trials() < 2 * kill) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(process.isAlive()).as(output(scratch)).isTrue();
      process.destroyForcibly().waitFor();
      process = start(scratch, straddle("bisect", "resume"));
    }
    Ended ended = end(process, scratch);

    String culprit = commit(CULPRIT);
    assertThat(ended.output())
        .contains("CULPRIT, confirmed: the symptom begins with " + culprit.substring(0, 12))
        .contains("__init_zone_device_page");
    assertThat(ended.status()).isZero();
    assertThat(journal().get("trials"))
        .extracting(t -> t.get("cell").asText())
        .doesNotHaveDuplicates();
    assertThat(Files.readString(directory().resolve("mail.txt")))
        .contains("#regzbot introduced: " + culprit);
    assertThat(Files.readString(directory().resolve("index.html"))).contains("<svg");

    Ended replayed = git("bisect", "replay", directory().resolve("bisect.log").toString());
    assertThat(replayed.output()).contains(culprit + " is the first bad commit");
    git("bisect", "reset");
  }

  @Test
  void gitsOwnBisectionRunsOnIt() throws Exception {
    Path tree = scratch.resolve("tree");
    Ended cloned =
        run(scratch, List.of("git", "clone", "-q", "-s", HISTORY.toString(), tree.toString()));
    assertThat(cloned.status()).as(cloned.output()).isZero();
    Path worked =
        Files.writeString(
            scratch.resolve("worked.yaml"),
            Files.readString(kernel)
                .replaceFirst("git: \\{.*}", "directory: {path: " + tree + "}"));
    git(tree, "bisect", "start", "v30", "v0");
    Ended ended =
        git(
            tree,
            "bisect",
            "run",
            HOME.resolve("straddle").toString(),
            "test",
            worked + "/plain",
            "pgd-straddle");
    assertThat(ended.output()).contains(commit(CULPRIT) + " is the first bad commit");
    Ended nonsense = run(tree, straddle("test", worked + "/plain", "nowhere"));
    assertThat(nonsense.status()).as(nonsense.output()).isEqualTo(128);
  }

  private static List<String> bisection() {
    return straddle(
        "bisect", "v0", "v30", "--kernel", kernel + "/plain", "--guest", "pgd-straddle");
  }

  /** The commit with that subject. */
  private String commit(String subject) throws Exception {
    return git("log", "--format=%H", "-F", "--grep=" + subject, "v30").output().strip();
  }

  private int trials() throws IOException {
    return Files.exists(scratch.resolve("data/straddle/bisections")) && bisections() > 0
        ? journal().path("trials").size()
        : 0;
  }

  private JsonNode journal() throws IOException {
    Path file = directory().resolve("bisection.json");
    return Files.exists(file)
        ? new ObjectMapper().readTree(file.toFile())
        : new ObjectMapper().createObjectNode();
  }

  private long bisections() throws IOException {
    try (Stream<Path> all = Files.list(scratch.resolve("data/straddle/bisections"))) {
      return all.count();
    }
  }

  private Path directory() throws IOException {
    try (Stream<Path> all = Files.list(scratch.resolve("data/straddle/bisections"))) {
      return all.reduce(
              (a, b) -> {
                throw new AssertionError("two bisections");
              })
          .orElseThrow();
    }
  }

  private static Path source() throws IOException {
    Path cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    try (Stream<Path> trees = Files.list(cache.resolve("straddle/trees"))) {
      return trees
          .filter(tree -> tree.getFileName().toString().startsWith("linux-source-6.12_"))
          .max(Path::compareTo)
          .orElseThrow()
          .resolve("source");
    }
  }

  private record Ended(int status, String output) {}

  private static List<String> straddle(String... arguments) {
    List<String> argv = new ArrayList<>(List.of(HOME.resolve("straddle").toString()));
    argv.addAll(List.of(arguments));
    return argv;
  }

  private Ended git(String... arguments) throws Exception {
    return git(HISTORY, arguments);
  }

  private Ended git(Path repository, String... arguments) throws Exception {
    List<String> argv =
        new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@b"));
    argv.addAll(List.of("-C", repository.toString()));
    argv.addAll(List.of(arguments));
    Ended ended = run(scratch, argv);
    assertThat(ended.status()).as(ended.output()).isZero();
    return ended;
  }

  private static Ended run(Path directory, List<String> argv) throws Exception {
    return end(start(directory, argv), directory);
  }

  private static Process start(Path directory, List<String> argv) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output.txt").toFile());
    builder.environment().put("XDG_DATA_HOME", directory.resolve("data").toString());
    return builder.start();
  }

  private static Ended end(Process process, Path directory) throws Exception {
    boolean ended = process.waitFor(45, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).as(output(directory)).isTrue();
    return new Ended(process.exitValue(), output(directory));
  }

  private static String output(Path directory) throws IOException {
    return Files.readString(directory.resolve("output.txt"));
  }
}
