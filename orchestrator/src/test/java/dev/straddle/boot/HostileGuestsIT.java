package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.findings.ConsoleFile;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Specs;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.evidence.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Boots in a row, most of which go wrong in one way or another: each ends with the right word, and
 * nothing is left behind.
 *
 * <p>Slow: left out unless asked for with {@code -Dit.without=none}; {@code
 * -Dstraddle.hostile.boots=N} says how many.
 */
@Tag("slow")
class HostileGuestsIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Catalogue SHIPPED = Specs.load(HOME);
  private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache", "straddle");
  private static final long SEED = 20_260_101;
  private static final int LATEST_KILL_MILLIS = 2_000;
  private static final int STOPPED_MILLIS = 4_000;

  /** What a guest does, its kernel parameters, and the words that its cell may end with. */
  private enum Behaviour {
    DOES_ITS_WORK("", "", Set.of(Outcome.PASS)),
    LOSES_ITS_QEMU("", "", Set.of(Outcome.INFRA)),
    IS_STOPPED_FOR_A_WHILE("", "", Set.of(Outcome.PASS)),
    IS_STOPPED_FOR_GOOD("", "", Set.of(Outcome.INFRA)),
    TELLS_OF_A_CRASH(
        "rendezvous before\necho 'kernel BUG at mm/memory.c:1!' >/dev/kmsg\nsleep 5\n",
        "",
        Set.of(Outcome.UNPROVEN)),
    CRASHES_AFTER_ITS_LAST_WORD(
        "(sleep 0.2; echo c >/proc/sysrq-trigger) &\n", "", Set.of(Outcome.OOPS)),
    KILLS_ITS_STEP(
        "rendezvous before\nstep one true\nstep two sh -c 'kill -9 $PPID'\nrendezvous after\n",
        "",
        Set.of(Outcome.UNPROVEN)),
    FLOODS_THE_CONSOLE(
        "rendezvous before\nwhile :; do echo 'the same line again and again'; done >/dev/ttyS0\n",
        "",
        Set.of(Outcome.HANG)),
    FLOODS_THE_PROBE_CHANNEL(
        "while :; do echo 'step again'; echo 'rendezvous before'; echo 'text t'; done\n",
        "",
        Set.of(Outcome.HANG)),
    NEVER_SPEAKS("", "loglevel=0 rdinit=/bin/cat", Set.of(Outcome.HANG)),
    RESETS("reboot -f\n", "", Set.of(Outcome.HANG)),
    FILLS_ITS_DISK("rendezvous before\ncat /dev/zero >/tmp/full\n", "", Set.of(Outcome.UNPROVEN)),
    LIES("rendezvous before\nfact release 0.0\nrendezvous after\n", "", Set.of(Outcome.UNPROVEN));

    private final String probe;
    private final String cmdline;
    private final Set<Outcome> words;

    /** Whether somebody sends a signal to its QEMU. */
    boolean isSignalled() {
      return this == IS_STOPPED_FOR_A_WHILE || isToBeEnded();
    }

    /** Such a guest does not end by itself, so that the signal always comes in time. */
    boolean isToBeEnded() {
      return this == LOSES_ITS_QEMU || this == IS_STOPPED_FOR_GOOD;
    }

    Behaviour(String probe, String cmdline, Set<Outcome> words) {
      this.probe = probe;
      this.cmdline = cmdline;
      this.words = words;
    }
  }

  @TempDir private Path directory;
  private final Random random = new Random(SEED);

  @Test
  void eachEndsWithTheRightWordAndLeavesNothing() throws Exception {
    int boots = Integer.getInteger("straddle.hostile.boots", 200);
    KernelSpec spec = SHIPPED.kernel("linux-6.12").orElseThrow();
    KernelArtifact kernel =
        new KernelBuilder(CACHE, Runtime.getRuntime().availableProcessors(), event -> {})
            .build(spec, spec.variant("patched").orElseThrow());
    Booter booter = new Booter(new BootOptions(CACHE, new AcceleratorChoice(CACHE).choose()));
    for (Behaviour behaviour : Behaviour.values()) {
      boot(booter, kernel, behaviour, 0); // so that what is kept for good is there
    }
    Footprint before = Footprint.now();

    Map<Behaviour, Map<String, Integer>> words = new EnumMap<>(Behaviour.class);
    List<String> wrong = new ArrayList<>();
    for (int n = 1; n <= boots; n++) {
      Behaviour behaviour = Behaviour.values()[n % Behaviour.values().length];
      CellVerdict verdict = boot(booter, kernel, behaviour, n);
      words
          .computeIfAbsent(behaviour, b -> new TreeMap<>())
          .merge(verdict.outcome().name(), 1, Integer::sum);
      if (!behaviour.words.contains(verdict.outcome())) {
        wrong.add(verdict.cell() + " " + behaviour + ": " + verdict.reason());
      }
    }

    Footprint after = Footprint.now();
    System.out.println(boots + " boots: " + words + "\nbefore: " + before + "\nafter:  " + after);
    assertThat(wrong).isEmpty();
    assertThat(after.processes()).isZero();
    assertThat(after.directories()).isZero();
    assertThat(after.files()).isLessThanOrEqualTo(before.files());
    assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 1);
    assertThat(after.heapMiB()).isLessThan(before.heapMiB() + 16);
  }

  private CellVerdict boot(Booter booter, KernelArtifact kernel, Behaviour behaviour, int n)
      throws IOException, InterruptedException {
    GuestSpec guest = guest(behaviour);
    CellId cell = new CellId("hostile", "boot", guest.name(), n + 1, Optional.empty());
    Thread killer = new Thread(() -> signal(cell, behaviour));
    if (behaviour.isSignalled()) {
      killer.start();
    }
    Path place = Files.createDirectories(directory.resolve("cell"));
    Observation seen;
    try {
      seen =
          booter.boot(
              cell,
              guest,
              kernel,
              AddressPlanner.plan(guest, kernel.structPageSize()),
              place,
              Optional.empty(),
              event -> {});
    } catch (InfraException e) { // killed before it could say anything
      return CellJudge.neverBooted(cell, e.getMessage());
    } finally {
      killer.join();
    }
    assertThat(sizeOf(place)).isLessThan(64L << 20);
    return CellJudge.judge(
        new Evidence(seen, ConsoleFile.findings(place.resolve(seen.console().file()))));
  }

  private GuestSpec guest(Behaviour behaviour) throws IOException {
    GuestSpec usual = SHIPPED.guest("pgd-straddle").orElseThrow();
    Path probe = usual.probe();
    if (!behaviour.probe.isEmpty()) {
      probe = directory.resolve(behaviour + ".sh");
      Files.writeString(probe, behaviour.probe);
    } else if (behaviour.isToBeEnded()) {
      probe = directory.resolve(behaviour + ".sh");
      Files.writeString(
          probe, "rendezvous before\nn=0\nwhile :; do n=$((n + 1)); rendezvous r-$n; done\n");
    }
    boolean patient = !behaviour.words.contains(Outcome.HANG);
    GuestSpec.Timeouts timeouts =
        patient
            ? usual.timeouts()
            : new GuestSpec.Timeouts(
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                Duration.ofMillis(700),
                Optional.empty());
    GuestSpec.Machine m = usual.machine();
    ByteSize memory = ByteSize.parse(behaviour == Behaviour.FILLS_ITS_DISK ? "192MiB" : "1GiB");
    return new GuestSpec(
        usual.name(),
        usual.description(),
        new GuestSpec.Machine(
            memory, m.maxMemory(), m.cpus(), m.pagingLevels(), m.physBits(), m.kaslr(), 1),
        usual.pmem(),
        Stream.of(behaviour.cmdline.split(" ")).filter(w -> !w.isEmpty()).toList(),
        List.of(),
        probe,
        timeouts,
        usual.definedIn(),
        Optional.empty());
  }

  /** Sends KILL or STOP to the boot's QEMU at some time of its life. */
  private void signal(CellId cell, Behaviour behaviour) {
    try {
      Optional<ProcessHandle> qemu = Optional.empty();
      while (qemu.isEmpty()) {
        Thread.sleep(10);
        qemu =
            ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().command().orElse("").contains("qemu-system"))
                .filter(p -> p.info().commandLine().orElse("").contains(cell.toString()))
                .findFirst();
      }
      Thread.sleep(random.nextInt(LATEST_KILL_MILLIS));
      if (behaviour == Behaviour.LOSES_ITS_QEMU) {
        qemu.get().destroyForcibly();
        return;
      }
      kill("-STOP", qemu.get());
      if (behaviour == Behaviour.IS_STOPPED_FOR_A_WHILE) {
        Thread.sleep(STOPPED_MILLIS);
        kill("-CONT", qemu.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void kill(String signal, ProcessHandle process)
      throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill " + signal + " " + process.pid()).start().waitFor();
  }

  /** What this JVM holds of the host. */
  private record Footprint(
      long processes, long directories, long files, int threads, long heapMiB) {

    static Footprint now() throws IOException, InterruptedException {
      for (int i = 0; i < 5; i++) {
        System.gc();
        Thread.sleep(500); // threads and processes that are just ending
      }
      String ours = "straddle-" + ProcessHandle.current().pid() + "-";
      String runtime = System.getenv("XDG_RUNTIME_DIR");
      String parent = runtime == null ? System.getProperty("java.io.tmpdir") : runtime;
      Runtime jvm = Runtime.getRuntime();
      try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"));
          Stream<Path> made = Files.list(Path.of(parent))) {
        return new Footprint(
            ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).count(),
            made.filter(p -> p.getFileName().toString().startsWith(ours)).count(),
            open.count(),
            Thread.activeCount(),
            (jvm.totalMemory() - jvm.freeMemory()) >> 20);
      }
    }
  }

  private static long sizeOf(Path place) throws IOException {
    long all = 0;
    try (Stream<Path> files = Files.list(place)) {
      for (Path file : files.toList()) {
        all += Files.size(file);
      }
    }
    return all;
  }
}
