package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run on a real Slurm: one controller and three nodes on loopback.
 *
 * <p>Where Slurm is absent, or this is not root, the test is skipped and says so. It waits for a
 * controller and for nodes most of its two minutes, too long for every verify: {@code mvn verify
 * -Dit.test=SlurmIT -Dit.without=none}.
 */
@Tag("slow")
class SlurmIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path LOOPBACK = HOME.resolve("benchmarks/slurm-loopback.sh");
  private static final Duration LONG = Duration.ofMinutes(10);

  /** A line of a boot that is over. */
  private static final Predicate<String> BOOTED =
      Pattern.compile("^\\[ *[\\d.]+\\] (PASS|OOPS)  ").asPredicate();

  @TempDir private static Path slurm;
  @TempDir private Path scratch;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/slurmctld"))
            && Files.isExecutable(Path.of("/usr/sbin/munged")),
        "no Slurm here: apt-get install slurm-wlm munge");
    assumeTrue("root".equals(System.getProperty("user.name")), "Slurm on loopback needs root");
    assertThat(run(Map.of(), LOOPBACK.toString(), "start", slurm.toString()).exitValue()).isZero();
  }

  @AfterAll
  static void stop() throws Exception {
    if (Files.exists(conf())) {
      run(Map.of(), LOOPBACK.toString(), "stop", slurm.toString());
    }
  }

  @Test
  void theSeriesFixesTheCrashThoughANodeDiesAndTheControllerIsAway() throws Exception {
    Process run = straddle("run", "--on", "slurm", "--runs", scratch.toString());
    await().atMost(LONG).until(() -> !running(run).isEmpty());

    // The node in the middle of its boots, with all that it runs.
    String node = running(run).get(0);
    Path pid = slurm.resolve("slurmd-" + node + ".pid");
    killTree(Long.parseLong(Files.readString(pid).strip()));
    killTasksOf(node);
    Path controller = slurm.resolve("slurmctld.pid");
    killTree(Long.parseLong(Files.readString(controller).strip()));
    TimeUnit.SECONDS.sleep(3);
    run(env(), LOOPBACK.toString(), "controller", slurm.toString());
    run(env(), LOOPBACK.toString(), "node", slurm.toString(), node.substring(1));

    assertThat(run.waitFor(LONG.toMinutes(), TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(output()).isZero();
    assertThat(output()).contains("FIXED by pgtable-sync/linux-6.12 (3 patches)");
    nothingIsLeftInTheQueue();
  }

  /** It comes back with the state that it saved last, in which the tasks still wait or run. */
  @Test
  void aControllerThatIsAwayAtTheEndIsRidOfWhatItForgotTheEndOf() throws Exception {
    Process run = straddle("run", "--on", "slurm", "--runs", scratch.toString());
    await().atMost(LONG).until(() -> !running(run).isEmpty() && allBoot());
    killTree(Long.parseLong(Files.readString(slurm.resolve("slurmctld.pid")).strip()));
    await().atMost(LONG).until(() -> output().lines().filter(BOOTED).count() == 4);
    assertThat(run.isAlive()).as("waits for the controller").isTrue();
    run(env(), LOOPBACK.toString(), "controller", slurm.toString());

    assertThat(run.waitFor(LONG.toMinutes(), TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(output()).isZero();
    assertThat(output()).doesNotContain("left in the queue");
    nothingIsLeftInTheQueue();
  }

  @Test
  void aTaskThatIsCancelledByHandIsHandedOverAgain() throws Exception {
    Process run = straddle("run", "--on", "slurm", "--runs", scratch.toString());
    await().atMost(LONG).until(() -> !running(run).isEmpty());
    run(env(), "scancel", "--user=root", "--state=RUNNING");

    assertThat(run.waitFor(LONG.toMinutes(), TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(output()).isZero();
    assertThat(output()).contains("FIXED by pgtable-sync/linux-6.12 (3 patches)");
  }

  @Test
  void aStoppedRunLeavesNothingInTheQueue() throws Exception {
    Process run = straddle("run", "--on", "slurm", "--runs", scratch.toString());
    await().atMost(LONG).until(() -> !running(run).isEmpty());
    run.destroy();

    assertThat(run.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(output()).contains("--resume");
    nothingIsLeftInTheQueue();
  }

  /** However long Slurm takes to hear of it. */
  private void nothingIsLeftInTheQueue() {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(squeue("--states=PENDING,RUNNING")).isEmpty());
  }

  private static Path conf() {
    return slurm.resolve("slurm.conf");
  }

  private static Map<String, String> env() {
    return Map.of("SLURM_CONF", conf().toString());
  }

  private Process straddle(String... arguments) throws IOException {
    List<String> argv = new ArrayList<>(List.of(HOME.resolve("straddle").toString()));
    argv.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("output.txt").toFile());
    builder.environment().putAll(env());
    return builder.start();
  }

  private String output() throws IOException {
    return Files.readString(scratch.resolve("output.txt"));
  }

  /** Nodes on which tasks run; fails at once where the run has ended instead. */
  private List<String> running(Process run) throws Exception {
    List<String> nodes = squeue("--states=RUNNING");
    assertThat(!nodes.isEmpty() || run.isAlive()).as(output()).isTrue();
    return nodes;
  }

  /** Whether all tasks run, and each of them has begun a boot. */
  private boolean allBoot() throws Exception {
    int tasks = squeue("--states=RUNNING").size();
    if (tasks == 0 || tasks < squeue("--states=PENDING,RUNNING").size()) {
      return false;
    }
    Path cells = runDirectory().orElseThrow().resolve("cells");
    return Files.isDirectory(cells) && entries(cells).size() >= tasks;
  }

  private Optional<Path> runDirectory() throws IOException {
    return entries(scratch).stream().filter(Files::isDirectory).findFirst();
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  /**
   * The nodes of this run's tasks. A controller that was killed may bring back those of a run
   * before, which are not this one's.
   */
  private List<String> squeue(String states) throws Exception {
    Optional<Path> run = runDirectory();
    if (run.isEmpty()) {
      return List.of();
    }
    String name = "--name=straddle-" + run.get().getFileName();
    Process squeue = run(env(), "squeue", "--noheader", "--array", "--format=%N", name, states);
    try (Stream<String> lines = squeue.inputReader().lines()) {
      return lines.map(String::strip).toList();
    }
  }

  private static void killTree(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(
            process -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            });
  }

  /** What runs of a task there: its environment says where it is. */
  private static void killTasksOf(String node) {
    ProcessHandle.allProcesses()
        .filter(p -> isOf(p.pid(), node))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isOf(long pid, String node) {
    try {
      String environment = Files.readString(Path.of("/proc/" + pid + "/environ"));
      return environment.contains("SLURMD_NODENAME=" + node + "\0")
          && environment.contains("SLURM_CONF=" + conf() + "\0");
    } catch (IOException e) {
      return false; // it has gone, or is not text
    }
  }

  private static Process run(Map<String, String> environment, String... argv) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return process;
  }
}
