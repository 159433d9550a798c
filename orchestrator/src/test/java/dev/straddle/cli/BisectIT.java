package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bisections of real kernels on real boots: a series of six patches, of which the fourth removes
 * the synchronisation of page tables.
 */
@Tag("slow")
class BisectIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final int CULPRIT = 4;
  private static final List<String> FILES =
      List.of("lib/rbtree.c", "lib/bitmap.c", "lib/string.c", "", "lib/kobject.c", "lib/sort.c");

  @TempDir private Path scratch;
  private Path series;

  @BeforeEach
  void writesASeries() throws Exception {
    Ended built = run(scratch, straddle("kernels", "build", "linux-6.12/shipped"));
    assertThat(built.status()).as(built.output()).isZero();
    Path source = source();
    series = Files.createDirectory(scratch.resolve("series"));
    for (int n = 1; n <= FILES.size(); n++) {
      Path patch = series.resolve("000" + n + "-change.patch");
      if (n == CULPRIT) {
        Files.copy(
            HOME.resolve("kernels/patches/pgtable-sync-revert/linux-6.12")
                .resolve("0001-mm-take-kernel-page-table-synchronisation-back-to-vm.patch"),
            patch);
      } else {
        Files.writeString(patch, addition(source, FILES.get(n - 1), n));
      }
    }
  }

  @Test
  void namesThePatchThatBringsTheCrash() throws Exception {
    Ended ended =
        run(
            scratch,
            straddle(
                "bisect",
                "--series",
                series.toString(),
                "--onto",
                "linux-6.12/shipped",
                "--guest",
                "pgd-straddle"));
    assertThat(ended.output())
        .contains("CULPRIT, unverifiable: the symptom begins with patch-" + CULPRIT)
        .contains("__init_zone_device_page");
    assertThat(ended.status()).isEqualTo(1);
    Path directory = onlyBisection();
    assertThat(Files.readString(directory.resolve("mail.txt")))
        .contains("#regzbot introduced: patch-" + CULPRIT);
    assertThat(Files.readString(directory.resolve("index.html"))).contains("<svg");

    Ended again = run(scratch, straddle("bisect", "resume", directory.toString()));
    assertThat(again.output()).contains("patch-" + CULPRIT).doesNotContain("shows it");
  }

  @Test
  void gitsOwnBisectionRunsOnIt() throws Exception {
    Path repository = Files.createDirectory(scratch.resolve("repository"));
    Files.createDirectory(repository.resolve("series"));
    Files.writeString(
        repository.resolve("kernel.yaml"),
        """
        description: A series that grows.
        source:
          debian:
            package: linux-source-6.12
        config:
          base: tinyconfig
          fragments:
            - %1$s/kernels/config/boot.config
            - %1$s/kernels/config/pmem.config
        variants:
          grown:
            description: So far.
            series: [series]
        """
            .formatted(HOME));
    git(repository, "init", "-q");
    for (int n = 1; n <= FILES.size(); n++) {
      String name = "000" + n + "-change.patch";
      Files.copy(series.resolve(name), repository.resolve("series").resolve(name));
      git(repository, "add", "-A");
      git(repository, "commit", "-q", "-m", "patch " + n);
    }
    git(repository, "bisect", "start", "HEAD", "HEAD~5");
    Ended ended =
        git(
            repository,
            "bisect",
            "run",
            HOME.resolve("straddle").toString(),
            "test",
            repository.resolve("kernel.yaml") + "/grown",
            "pgd-straddle");
    assertThat(ended.output()).contains("is the first bad commit").contains("patch " + CULPRIT);
    Ended nonsense =
        run(repository, straddle("test", repository.resolve("kernel.yaml") + "/grown", "nowhere"));
    assertThat(nonsense.status()).as(nonsense.output()).isEqualTo(128);
  }

  /** A patch that appends a function to a file. */
  private static String addition(Path source, String file, int number) throws IOException {
    List<String> lines = Files.readAllLines(source.resolve(file), StandardCharsets.UTF_8);
    int size = lines.size();
    StringBuilder patch = new StringBuilder();
    patch.append("--- a/").append(file).append("\n+++ b/").append(file).append('\n');
    patch.append("@@ -%d,3 +%d,8 @@%n".formatted(size - 2, size - 2));
    lines.subList(size - 3, size).forEach(line -> patch.append(' ').append(line).append('\n'));
    patch.append("+\n+static unsigned long __used change_%d(unsigned long x)%n".formatted(number));
    patch.append("+{\n+\treturn x + %d;%n+}%n".formatted(number));
    return patch.toString();
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

  private Path onlyBisection() throws IOException {
    try (Stream<Path> all = Files.list(scratch.resolve("data/straddle/bisections"))) {
      return all.findFirst().orElseThrow();
    }
  }

  private record Ended(int status, String output) {}

  private static List<String> straddle(String... arguments) {
    List<String> argv = new ArrayList<>(List.of(HOME.resolve("straddle").toString()));
    argv.addAll(List.of(arguments));
    return argv;
  }

  private Ended git(Path repository, String... arguments) throws Exception {
    List<String> argv =
        new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@b"));
    argv.addAll(List.of(arguments));
    Ended ended = run(repository, argv);
    assertThat(ended.status()).as(ended.output()).isZero();
    return ended;
  }

  private Ended run(Path directory, List<String> argv) throws Exception {
    Path output = Files.createTempFile(scratch, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("XDG_DATA_HOME", scratch.resolve("data").toString());
    Process process = builder.start();
    boolean ended = process.waitFor(45, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    assertThat(ended).as(text).isTrue();
    return new Ended(process.exitValue(), text);
  }
}
