package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.straddle.verdict.ExitStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job as a person starts it: the launcher, real kernels, real boots.
 *
 * <p>Kernels come from the cache; where it is empty the first test builds them.
 */
class RunIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Duration BUILD_AND_BOOT = Duration.ofMinutes(45);

  @TempDir private Path scratch;

  @Test
  void theSeriesFixesTheCrash() throws Exception {
    Ended run = end(start("run", "--runs", scratch.toString()));
    assertThat(run.status()).as(run.output()).isZero();
    assertThat(run.output())
        .contains("FIXED by pgtable-sync/linux-6.12 (3 patches)")
        .contains("__init_zone_device_page");

    Path directory = onlyRun();
    assertThat(directory.resolve("run.json")).exists();
    assertThat(directory.resolve("junit.xml")).exists();
    assertThat(Files.readString(directory.resolve("report/index.html"))).contains("FIXED");
    assertThat(Files.readString(cell(directory, "unpatched").resolve("console.log")))
        .contains("BUG: unable to handle page fault for address: ffffea8000000");

    Ended judged = end(start("judge", directory.toString()));
    assertThat(judged.status()).isZero();
    assertThat(judged.output()).contains("FIXED by pgtable-sync/linux-6.12 (3 patches)");

    // Judging looks at the console each time: without the crash there is nothing left to fix.
    Files.writeString(cell(directory, "unpatched").resolve("console.log"), "nothing to see\n");
    Ended blind = end(start("judge", directory.toString()));
    assertThat(blind.status()).isNotZero();
  }

  @Test
  void aSeriesIsVerifiedOnABranch() throws Exception {
    Ended run =
        end(
            start(
                "series",
                "verify",
                "pgtable-sync",
                "--onto",
                "linux-6.12",
                "--mail",
                "--runs",
                scratch.toString()));
    assertThat(run.status()).as(run.output()).isZero();
    assertThat(run.output())
        .containsPattern("linux-6.12 +FIXED +1 of 1 +clean +yes +0 of 1 +none of 2")
        .contains("Tested-by: Your Name <you@example.org> # linux-6.12")
        .contains("x86/mm/64: synchronise top-level kernel entries from generic code");
    assertThat(onlyRun().resolve("verify.json")).content().contains("\"word\" : \"FIXED\"");
    assertThat(onlyRun().resolve("verify.html")).content().contains("FIXED");
  }

  @Test
  void interruptKeepsTheRecordAndLeavesNoGuest() throws Exception {
    Process run = start("run", "--runs", scratch.toString());
    List<ProcessHandle> guests = awaitGuests(run);
    run.destroy();
    Ended ended = end(run);
    assertThat(ended.output()).contains("--resume");
    await().until(() -> guests.stream().noneMatch(ProcessHandle::isAlive));
    Path directory = onlyRun();
    assertThat(directory.resolve("run.json")).exists();

    Ended resumed =
        end(start("run", "--runs", scratch.toString(), "--resume", directory.toString()));
    assertThat(resumed.status()).as(resumed.output()).isZero();
    assertThat(resumed.output()).contains("FIXED by pgtable-sync/linux-6.12 (3 patches)");
  }

  @Test
  void killedRunLeavesNoGuestAndCanBeJudged() throws Exception {
    Process run = start("run", "--runs", scratch.toString());
    List<ProcessHandle> guests = awaitGuests(run);
    run.destroyForcibly();
    assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
    await().until(() -> guests.stream().noneMatch(ProcessHandle::isAlive));

    Ended judged = end(start("judge", onlyRun().toString()));
    assertThat(judged.status()).isEqualTo(ExitStatus.NO_ANSWER);
    assertThat(judged.output()).contains("not run", "Stopped after ");
  }

  /** With -Xshare:on the JVM refuses to start where it cannot use the archive. */
  @Test
  void theClassArchiveIsOneThatTheJvmTakes() throws Exception {
    assertThat(end(start("--version")).status()).isZero();
    Path target = HOME.resolve("orchestrator/target");
    Process java =
        new ProcessBuilder(
                "java",
                "-Xshare:on",
                "-XX:SharedArchiveFile=" + target.resolve("straddle.jsa"),
                "-XX:+UseSerialGC",
                "-cp",
                target.resolve("straddle.jar").toString(),
                "dev.straddle.cli.Main",
                "--version")
            .redirectErrorStream(true)
            .start();
    assertThat(new String(java.getInputStream().readAllBytes())).startsWith("straddle ");
    assertThat(java.waitFor()).isZero();
  }

  @Test
  void wrongMatrixStartsNothing() throws Exception {
    Path matrix = scratch.resolve("wrong.yaml");
    Files.writeString(matrix, "description: x\nkernels: [linux-0.1]\nguest: []\n");
    Ended run = end(start("run", "--runs", scratch.resolve("runs").toString(), matrix.toString()));
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.output()).contains("wrong.yaml:").contains("nothing was started");
    assertThat(scratch.resolve("runs")).doesNotExist();
  }

  private record Ended(int status, String output) {}

  /** Starts the launcher; exec makes the JVM the very process that is returned. */
  private Process start(String... arguments) throws IOException {
    List<String> argv = new ArrayList<>(List.of(HOME.resolve("straddle").toString()));
    argv.addAll(List.of(arguments));
    Path output = Files.createTempFile(scratch, "output", ".txt");
    return new ProcessBuilder(argv)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private Ended end(Process process) throws IOException, InterruptedException {
    boolean ended = process.waitFor(BUILD_AND_BOOT.toMinutes(), TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    String output = lastOutput();
    assertThat(ended).as(output).isTrue();
    return new Ended(process.exitValue(), output);
  }

  private String lastOutput() throws IOException {
    try (Stream<Path> files = Files.list(scratch)) {
      Path last =
          files
              .filter(f -> f.getFileName().toString().startsWith("output"))
              .max(Comparator.comparing(RunIT::modified))
              .orElseThrow();
      return Files.readString(last);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path onlyRun() throws IOException {
    try (Stream<Path> all = Files.list(scratch)) {
      return all.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private static Path cell(Path run, String variant) {
    return run.resolve("cells/linux-6.12_" + variant + "_pgd-straddle");
  }

  private static List<ProcessHandle> awaitGuests(Process run) {
    return await()
        .atMost(BUILD_AND_BOOT)
        .until(() -> run.descendants().filter(RunIT::isGuest).toList(), found -> !found.isEmpty());
  }

  /** A QEMU with an NVDIMM: not the one that is asked for its version or tries the accelerator. */
  private static boolean isGuest(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains("nvdimm,id=")).isPresent();
  }
}
