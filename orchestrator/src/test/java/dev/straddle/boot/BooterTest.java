package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.guest.Accelerator;
import dev.straddle.guest.QemuCommand;
import dev.straddle.model.BootEvent;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.InfraException;
import dev.straddle.model.Observation;
import dev.straddle.model.Watched;
import dev.straddle.model.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a boot ends, with a program in QEMU's place that plays each part. */
class BooterTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final GuestSpec.Timeouts PATIENT = Guests.timeouts(LONG, LONG);

  @TempDir private Path directory;
  private final List<BootEvent> events = new ArrayList<>();

  @Test
  void aPanicIsACrashWithItsConsoleWhole() throws Exception {
    Observation seen = boot("panics", PATIENT);

    assertThat(seen.ending()).isEqualTo(Ending.CRASHED);
    assertThat(seen.trouble()).isEmpty();
    assertThat(console()).endsWith("Kernel panic - not syncing: Fatal exception\n");
    assertThat(seen.console().bytesKept()).isEqualTo(console().length());
  }

  @Test
  void anOopsWithoutAPanicEventEndsWhenTheConsoleFallsSilent() throws Exception {
    Observation seen = boot("oopses-without-a-panic-device", PATIENT);

    assertThat(seen.ending()).isEqualTo(Ending.CRASHED);
    assertThat(seen.note()).get().asString().contains("BUG: unable to handle page fault");
    assertThat(console()).contains("---[ end Kernel panic");
  }

  @Test
  void theProbesLastWordEndsTheBoot() throws Exception {
    Observation seen = boot("finishes", PATIENT);

    assertThat(seen.ending()).isEqualTo(Ending.PROBE_DONE);
    assertThat(seen.facts().release()).contains("6.12.0-fake");
    assertThat(seen.facts().iomemBefore()).hasSize(1);
    assertThat(seen.facts().steps())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.exitStatus()).isZero();
              assertThat(step.output()).isEqualTo("hello");
            });
    assertThat(events).last().isInstanceOf(BootEvent.Ended.class);
    assertThat(seen.events()).isEqualTo(events);
  }

  @Test
  void whatWasWatchedAfterTheLastWordIsSaid() throws Exception {
    Watched told = boot("finishes", PATIENT).watched().orElseThrow();
    assertThat(told.settled()).isEqualTo(GuestSpec.Timeouts.SETTLE);
    assertThat(told.powerOff()).isEqualTo(Watched.PowerOff.ORDERLY);

    Observation stayed = boot("finishes-and-stays", Guests.timeouts(LONG, Duration.ofSeconds(3)));
    assertThat(stayed.ending()).isEqualTo(Ending.PROBE_DONE);
    assertThat(stayed.facts().probeStatus()).contains(3);
    assertThat(stayed.watched().orElseThrow().powerOff()).isEqualTo(Watched.PowerOff.NOT_IN_TIME);
  }

  @Test
  void aPanicAfterTheLastWordIsACrash() throws Exception {
    Observation seen = boot("panics-after-the-end", PATIENT);

    assertThat(seen.ending()).isEqualTo(Ending.CRASHED);
    assertThat(seen.facts().probeStatus()).contains(0);
    assertThat(seen.watched().orElseThrow().powerOff()).isEqualTo(Watched.PowerOff.CRASHED);
    assertThat(seen.witnesses()).contains(Witness.PANIC_EVENT, Witness.CONSOLE);
  }

  @Test
  void aQemuThatSpeaksNoQmpIsTheHostsTroubleAtOnce() throws Exception {
    Observation seen = boot("speaks-no-qmp", PATIENT);

    assertThat(seen.ending()).isEqualTo(Ending.QEMU_GONE);
    assertThat(seen.trouble())
        .contains("QEMU sent what is no JSON over QMP: ?[2Jthis is {no} JSON");
  }

  @Test
  void theConsoleIsHeardWholeAndItsFileHasADigest() throws Exception {
    Observation seen = boot("oopses-without-a-panic-device", PATIENT);

    assertThat(seen.heard().orElseThrow().findings())
        .extracting(finding -> finding.report().faultAddress().map(Object::toString).orElse(""))
        .containsExactly("0xffffea8000000038");
    assertThat(seen.console().sha256())
        .contains(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(Files.readAllBytes(directory.resolve("console.log")))));
    assertThat(seen.witnesses()).containsExactly(Witness.CONSOLE);
  }

  @Test
  void aGuestThatPowersOffHasExited() throws Exception {
    Observation seen = boot("powers-off", PATIENT);

    assertThat(seen.ending()).isEqualTo(Ending.GUEST_EXITED);
    assertThat(seen.note()).get().asString().contains("QEMU shut down: guest-shutdown");
    assertThat(seen.trouble()).isEmpty();
  }

  @Test
  void aQemuThatDiesIsTheHostsTrouble() throws Exception {
    Observation seen = boot("dies", PATIENT);

    assertThat(seen.ending()).isEqualTo(Ending.QEMU_GONE);
    assertThat(seen.trouble().orElseThrow().lines())
        .first(InstanceOfAssertFactories.STRING)
        .startsWith("QEMU ended by itself: it exited with status ")
        .endsWith("out of luck");
  }

  @Test
  void aGuestThatLeavesWhileItIsLookedAtHasExited() throws Exception {
    Observation seen = boot("powers-off-when-stopped", PATIENT);

    assertThat(seen.ending()).isEqualTo(Ending.GUEST_EXITED);
    assertThat(seen.trouble()).isEmpty();
    assertThat(seen.note()).get().asString().contains("memory not read at before");
  }

  @Test
  void aQemuThatDiesWhileItIsLookedAtIsTheHostsTroubleInItsOwnWords() throws Exception {
    Observation seen = boot("dies-when-stopped", PATIENT);

    assertThat(seen.ending()).isEqualTo(Ending.QEMU_GONE);
    assertThat(seen.trouble()).get().asString().contains("out of luck");
  }

  /** Else the crash would be one without its cause, which a pair takes for another crash. */
  @Test
  void aQemuThatDiesWhileItsCrashIsLookedAtIsTheHostsTroubleToo() throws Exception {
    for (String scenario : List.of("panics", "oopses")) {
      Observation seen = boot(scenario + "-and-dies-when-stopped", PATIENT);

      assertThat(seen.ending()).as(scenario).isEqualTo(Ending.QEMU_GONE);
      assertThat(seen.trouble()).get().asString().contains("out of luck");
    }
  }

  /** Such an answer would be taken for the one to the probe's last word, and end the guest. */
  @Test
  void aGuestThatDoesNotWaitGetsNoAnswer() throws Exception {
    Observation seen = boot("flows", PATIENT, "~7", events::add);

    assertThat(seen.ending()).isEqualTo(Ending.PROBE_DONE);
    assertThat(seen.facts().other()).containsEntry("unread", "0");
  }

  @Test
  void aGuestThatDoesNotLetTheHostInGoesOn() throws Exception {
    Observation seen = bootWithSsh("asks-for-ssh", Duration.ofSeconds(5));

    assertThat(seen.ending()).isEqualTo(Ending.PROBE_DONE);
    assertThat(seen.facts().other()).containsEntry("key-words", "2").containsEntry("then", "go");
    assertThat(seen.facts().steps())
        .singleElement()
        .satisfies(step -> assertThat(step.ending()).contains("ssh", "no SSH connection"));
  }

  @Test
  void aPanicWhileTheHostConnectsEndsTheBootAtOnce() throws Exception {
    Observation seen = bootWithSsh("panics-over-ssh", LONG);

    assertThat(seen.ending()).isEqualTo(Ending.CRASHED);
    assertThat(Thread.getAllStackTraces().keySet()).noneMatch(t -> t.getName().equals("ssh"));
  }

  @Test
  void aProbeThatNeverStopsAskingMeetsItsDeadline() throws Exception {
    Observation seen = boot("asks-for-ever", Guests.timeouts(Duration.ofMillis(300), LONG));

    assertThat(seen.ending()).isEqualTo(Ending.DEADLINE);
    assertThat(seen.events()).hasSizeLessThan(50);
  }

  @Test
  void aMuteGuestIsSilent() throws Exception {
    Observation seen = boot("says-nothing", Guests.timeouts(LONG, Duration.ofMillis(50)));

    assertThat(seen.ending()).isEqualTo(Ending.SILENT);
  }

  @Test
  void aGuestThatOnlyTalksMeetsItsDeadlineAndABoundedFile() throws Exception {
    Observation seen = boot("never-stops-talking", Guests.timeouts(Duration.ofMillis(300), LONG));

    assertThat(seen.ending()).isEqualTo(Ending.DEADLINE);
    assertThat(seen.console().bytesSeen()).isPositive();
    assertThat(Files.size(directory.resolve("console.log"))).isLessThan(20 << 20);
  }

  @Test
  void anInterruptStopsTheMachineAndStaysSet() throws Exception {
    AtomicReference<Observation> seen = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread booting =
        new Thread(
            () -> {
              try {
                seen.set(
                    boot("says-nothing", PATIENT, "", e -> Thread.currentThread().interrupt()));
                flag.set(Thread.interrupted());
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    booting.start();
    booting.join();

    assertThat(seen.get().ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(flag.get()).isTrue();
  }

  @Test
  void aProgramThatCannotStartIsTheHostsTrouble() {
    assertThatThrownBy(
            () ->
                new Booter(new BootOptions(directory, Accelerator.KVM))
                    .watch(
                        Guests.boot(PATIENT, ""),
                        new QemuCommand(List.of("no-such-qemu")),
                        directory,
                        Optional.empty(),
                        Optional.empty(),
                        events::add))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("no-such-qemu");
  }

  @Test
  void aQemuThatHangsUpAtOnceIsHeardOut() {
    assertThatThrownBy(() -> boot("hangs-up-at-once", PATIENT))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("out of luck");
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    boot("panics", PATIENT);
    boot("dies", PATIENT);

    assertThat(runtimeDirectories()).isEmpty();
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  private Observation boot(String scenario, GuestSpec.Timeouts timeouts)
      throws IOException, InterruptedException {
    return boot(scenario, timeouts, "", events::add);
  }

  private Observation boot(
      String scenario, GuestSpec.Timeouts timeouts, String seed, Consumer<BootEvent> listener)
      throws IOException, InterruptedException {
    return new Booter(new BootOptions(directory, Accelerator.KVM))
        .watch(
            Guests.boot(timeouts, seed),
            new QemuCommand(FakeQemu.command(scenario)),
            directory,
            Optional.empty(),
            Optional.empty(),
            listener);
  }

  /** A guest with SSH that may take so long to boot, and to let the host in. */
  private Observation bootWithSsh(String scenario, Duration boot)
      throws IOException, InterruptedException {
    GuestSpec guest =
        Guests.guest(new GuestSpec.Timeouts(boot, LONG, LONG, Optional.empty())).forShell();
    return new Booter(new BootOptions(directory, Accelerator.KVM))
        .watch(
            Guests.boot(guest),
            new QemuCommand(FakeQemu.command(scenario)),
            directory,
            Optional.empty(),
            Optional.empty(),
            events::add);
  }

  private String console() throws IOException {
    return Files.readString(directory.resolve("console.log"));
  }

  /** Those that this JVM made. */
  private static List<Path> runtimeDirectories() throws IOException {
    String ours = "straddle-" + ProcessHandle.current().pid() + "-";
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    String parent = runtime == null ? System.getProperty("java.io.tmpdir") : runtime;
    try (Stream<Path> all = Files.list(Path.of(parent))) {
      return all.filter(p -> p.getFileName().toString().startsWith(ours)).toList();
    }
  }
}
