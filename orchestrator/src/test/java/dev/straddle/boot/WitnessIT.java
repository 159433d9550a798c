package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.Audit;
import dev.straddle.model.BootEvent;
import dev.straddle.model.CellId;
import dev.straddle.model.DeviceState;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.KernelState;
import dev.straddle.model.Observation;
import dev.straddle.model.Watched;
import dev.straddle.model.Witness;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What straddle sees of real guests that say otherwise, or say nothing. */
class WitnessIT {

  private static final Catalogue SHIPPED = Specs.load(Path.of("..").toAbsolutePath().normalize());
  private static final Path CACHE = BootIT.cache();

  private static KernelArtifact kernel;
  private static Booter booter;

  @TempDir private Path directory;

  @BeforeAll
  static void kernel() throws Exception {
    KernelSpec spec = SHIPPED.kernel("linux-6.12").orElseThrow();
    int jobs = Runtime.getRuntime().availableProcessors();
    kernel =
        new KernelBuilder(CACHE, jobs, event -> {})
            .build(spec, spec.variant("unpatched").orElseThrow());
    booter = new Booter(new BootOptions(CACHE, new AcceleratorChoice(CACHE).choose()));
  }

  @Test
  void aCrashThatIsOnlyTextIsNone() throws Exception {
    Observation seen =
        boot(
            """
            rendezvous before
            echo "kernel BUG at mm/memory.c:4711!" >/dev/kmsg
            sleep 5
            step afterwards true
            """);

    assertThat(seen.ending()).isEqualTo(Ending.PROBE_DONE);
    assertThat(seen.witnesses()).containsOnly(Witness.CONSOLE);
    assertThat(seen.note()).get().asString().contains("memory shows no crash");
    assertThat(seen.facts().steps()).containsExactly(new GuestFacts.Step("afterwards", 0, ""));
  }

  @Test
  void aTaintIsSeenThoughNothingIsPrinted() throws Exception {
    Observation seen =
        boot(
            """
            dmesg -n 1
            echo 512 >/proc/sys/kernel/tainted
            echo N >/sys/module/printk/parameters/time
            """);

    assertThat(seen.heard().orElseThrow().findings()).isEmpty();
    KernelState last = last(seen);
    assertThat(last.taintLetters()).contains("W");
    assertThat(last.consoleLoglevel()).contains(1);
    assertThat(last.timed()).contains(false);
    assertThat(last.panicking()).contains(false);
    assertThat(seen.audits().stream().map(Audit::when))
        .containsExactly("probe-done", "settled", "power-off");
  }

  @Test
  void aCrashSoonAfterTheLastWordIsSeen() throws Exception {
    Observation seen = boot("(sleep 0.2; echo c >/proc/sysrq-trigger) &\n");

    assertThat(seen.ending()).isEqualTo(Ending.CRASHED);
    assertThat(seen.witnesses())
        .containsExactly(Witness.PANIC_EVENT, Witness.PANIC_STATE, Witness.CONSOLE);
    assertThat(seen.watched().orElseThrow().powerOff()).isEqualTo(Watched.PowerOff.CRASHED);
    assertThat(seen.facts().probeStatus()).contains(0);
  }

  @Test
  void aLaterOneIsSeenByWhoWatchesForLonger() throws Exception {
    Observation seen =
        boot(
            "(sleep 2; echo c >/proc/sysrq-trigger) &\n",
            Optional.of(Duration.ofSeconds(10)),
            event -> {});

    assertThat(seen.ending()).isEqualTo(Ending.CRASHED);
  }

  @Test
  void aStepWhoseShellIsKilledHasNotEnded() throws Exception {
    Observation seen =
        boot(
            """
            step good true
            step killed sh -c 'kill -9 $PPID'
            step outer step inner false
            exit 7
            """);

    assertThat(seen.facts().steps())
        .extracting(GuestFacts.Step::name, GuestFacts.Step::exitStatus)
        .startsWith(tuple("good", 0), tuple("killed", -1))
        .endsWith(tuple("outer", 1));
    assertThat(seen.facts().unparsed()).contains("status none: no exit status");
    assertThat(seen.facts().probeStatus()).contains(7);
  }

  @Test
  void aGuestThatResetsIsLookedAtWhenItHasLeft() throws Exception {
    Observation seen = boot("echo b >/proc/sysrq-trigger; sleep 60\n");

    assertThat(seen.ending()).isEqualTo(Ending.GUEST_EXITED);
    assertThat(seen.audits().stream().map(Audit::when)).containsExactly("power-off");
    assertThat(seen.note()).get().asString().contains("guest-reset");
    assertThat(seen.trouble()).isEmpty();
  }

  @Test
  void aQemuThatIsStoppedIsTheHostsTrouble() throws Exception {
    Observation seen =
        boot(
            "rendezvous before\nsleep 60\n",
            Optional.empty(),
            event -> {
              if (event instanceof BootEvent.Milestone m && m.name().equals("before")) {
                stopQemu();
              }
            });

    assertThat(seen.trouble()).get().asString().containsAnyOf("stopped", "does not answer");
  }

  @Test
  void theDeviceIsReadFromMemory() throws Exception {
    GuestSpec guest = SHIPPED.guest("devdax-map-dev").orElseThrow();
    Observation seen = boot(guest, event -> {});

    assertThat(seen.madeOf())
        .as("what a boot would be made from is what it was made from")
        .contains(
            booter.madeOf(
                seen.cell(), guest, kernel, AddressPlanner.plan(guest, kernel.structPageSize())));
    DeviceState last = seen.audits().get(seen.audits().size() - 1).devices().orElseThrow();
    assertThat(last.pmem())
        .singleElement()
        .satisfies(
            pmem -> {
              assertThat(pmem.structures()).contains(DeviceState.Structures.ON_DEVICE);
              assertThat(pmem.infoBlock().orElseThrow().map()).contains(GuestSpec.Map.DEV);
              assertThat(pmem.infoBlock().orElseThrow().intact()).isTrue();
            });
    assertThat(last.resources().orElseThrow())
        .as("the kernel's own tree is what the guest's /proc/iomem shows")
        .containsAll(seen.facts().iomemAfter());
  }

  private Observation boot(String probe) throws IOException, InterruptedException {
    return boot(probe, Optional.empty(), event -> {});
  }

  private Observation boot(String probe, Optional<Duration> settle, Consumer<BootEvent> listener)
      throws IOException, InterruptedException {
    Path script = Files.writeString(directory.resolve("probe.sh"), probe);
    GuestSpec usual = SHIPPED.guest("pgd-straddle").orElseThrow();
    GuestSpec.Timeouts times = usual.timeouts();
    return boot(
        new GuestSpec(
            "witness",
            "",
            usual.machine(),
            List.of(),
            List.of(),
            List.of(),
            script,
            new GuestSpec.Timeouts(times.boot(), times.probe(), times.silence(), settle),
            script,
            Optional.empty()),
        listener);
  }

  private Observation boot(GuestSpec guest, Consumer<BootEvent> listener)
      throws InterruptedException {
    return booter.boot(
        new CellId(kernel.kernel(), kernel.variant(), guest.name(), 1, Optional.empty()),
        guest,
        kernel,
        AddressPlanner.plan(guest, kernel.structPageSize()),
        directory.resolve("boot"),
        Optional.empty(),
        listener);
  }

  private static KernelState last(Observation seen) {
    return seen.audits().get(seen.audits().size() - 1).state().orElseThrow();
  }

  private static void stopQemu() {
    ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().command().orElse("").contains("qemu-system"))
        .forEach(
            p -> {
              try {
                new ProcessBuilder("sh", "-c", "kill -STOP " + p.pid()).start().waitFor();
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
  }
}
