package dev.straddle.boot;

import dev.straddle.boot.BootLog.Signal;
import dev.straddle.guest.Machine;
import dev.straddle.guest.MemoryDevice;
import dev.straddle.guest.QemuCommand;
import dev.straddle.guest.QemuGoneException;
import dev.straddle.guest.QmpClient;
import dev.straddle.model.Address;
import dev.straddle.model.Audit;
import dev.straddle.model.BootEvent;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One boot: waits for signals, reacts, and decides how it ended. Used by one thread. */
final class BootDriver {

  /** How long a crash may go on being printed when QEMU reports no panic. */
  private static final Duration CRASH_SILENCE = Duration.ofMillis(500);

  private static final Duration CRASH_LIMIT = Duration.ofSeconds(10);

  /** The rendezvous before the probe's work, and the one at which the host plugs memory in. */
  private static final String BEFORE = "before";

  private static final String PLUG = "plug";

  private final QemuCommand.Boot boot;

  /**
   * Whether "before" is when the kernel first speaks: drivers bind to prepared memory during boot,
   * and a seeded guest does not wait, as time that the host takes would be time in the guest.
   */
  private final boolean auditsEarly;

  private final GuestSpec.Timeouts timeouts;
  private final int slowness;
  private final Machine machine;
  private final BootLog log;
  private final PageTableAuditor auditor;
  private final Consumer<BootEvent> listener;
  private final Instant started = Instant.now();
  private final long startNanos = System.nanoTime();
  private final List<BootEvent> events = new ArrayList<>();
  private final List<Audit> audits = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<String> trouble = Optional.empty();
  private Optional<Ending> ending = Optional.empty();
  private long deadline;
  private long crashedNanos;
  private boolean crashSeen;
  private boolean guestLeft;

  BootDriver(
      QemuCommand.Boot boot,
      BootOptions options,
      Machine machine,
      BootLog log,
      Consumer<BootEvent> listener) {
    this.boot = boot;
    this.timeouts = boot.guest().timeouts();
    this.auditsEarly =
        boot.flows()
            || boot.guest().pmem().stream()
                .anyMatch(p -> p.arrival() == GuestSpec.Arrival.PREPARED);
    this.slowness = options.accelerator().slowness();
    this.machine = machine;
    this.log = log;
    this.listener = listener;
    this.auditor = new PageTableAuditor(boot.kernel(), machine);
  }

  /** Runs the machine until the kernel speaks, and reads where its page structures lie. */
  Optional<Address> vmemmapBase() throws IOException, InterruptedException {
    deadline = startNanos + scaled(timeouts.boot());
    machine.run();
    while (System.nanoTime() < nextDeadline()) {
      Optional<Signal> signal = log.next(Math.max(0, nextDeadline() - System.nanoTime()));
      if (signal.isPresent() && signal.get() instanceof Signal.KernelSpeaks) {
        machine.pause();
        return auditor.read(BEFORE, Optional.empty()).vmemmapBase();
      }
      if (signal.isPresent() && signal.get() instanceof Signal.Ended) {
        break;
      }
    }
    return Optional.empty();
  }

  /** Runs the machine until the outcome is known, and asks it to quit. */
  void run() {
    run(machine::run);
  }

  /** The same from a saved state; what was said until then has been put into the log already. */
  void runFrom(Path snapshot) {
    run(() -> machine.restore(snapshot));
  }

  /**
   * Runs the machine until the probe waits to begin, and saves its state.
   *
   * @return whether it came that far
   */
  boolean save(Path snapshot) throws IOException, InterruptedException {
    deadline = startNanos + scaled(timeouts.boot());
    machine.run();
    while (ending.isEmpty()) {
      Optional<Signal> signal = log.next(Math.max(0, nextDeadline() - System.nanoTime()));
      if (signal.isPresent()
          && signal.get() instanceof Signal.Probe probe
          && probe.request() instanceof ProbeReport.Request.Rendezvous r
          && r.name().equals(BEFORE)) {
        machine.pause();
        machine.save(snapshot);
        return true;
      }
      if (signal.isPresent()) {
        react(signal.get());
      } else {
        timeUp(System.nanoTime());
      }
    }
    return false;
  }

  /** How a machine begins to run. */
  @FunctionalInterface
  private interface Start {
    void begin() throws IOException, InterruptedException;
  }

  private void run(Start start) {
    try {
      deadline = startNanos + scaled(timeouts.boot());
      milestone("qemu-started");
      boolean begun = false;
      while (ending.isEmpty()) {
        try {
          if (!begun) {
            begun = true;
            start.begin();
          }
          step();
        } catch (QemuGoneException e) {
          // A guest may leave while it is looked at. Why it left decides, and is still to be heard.
          notes.add(e.getMessage());
        }
      }
      machine.quit();
    } catch (InterruptedException e) {
      end(Ending.INTERRUPTED);
    } catch (IOException e) {
      troubled(e);
    }
  }

  /** What was seen; to be asked for once the machine is closed. */
  Observation observation(QemuCommand command) {
    log.trouble().ifPresent(this::troubled);
    Ending how = ending.orElse(Ending.QEMU_GONE);
    publish(new BootEvent.Ended(elapsed(), how));
    return new Observation(
        Observation.SCHEMA,
        boot.cell(),
        boot.guest(),
        boot.kernel(),
        boot.plan(),
        started,
        command.argv(),
        boot.accelerator().qemuName(),
        log.consoleFile(),
        events,
        how,
        log.facts(),
        audits,
        trouble,
        notes.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", notes)),
        elapsed());
  }

  private void step() throws IOException, InterruptedException {
    long now = System.nanoTime();
    Optional<Signal> signal = log.next(Math.max(0, nextDeadline() - now));
    if (signal.isPresent()) {
      react(signal.get());
    } else {
      timeUp(System.nanoTime());
    }
  }

  private long nextDeadline() {
    return crashSeen
        ? Math.min(crashedNanos + scaled(CRASH_LIMIT), log.lastByteNanos() + scaled(CRASH_SILENCE))
        : Math.min(deadline, log.lastByteNanos() + scaled(timeouts.silence()));
  }

  private void timeUp(long now) throws IOException, InterruptedException {
    if (now < nextDeadline()) {
      return;
    }
    if (crashSeen) {
      notes.add("QEMU reported no panic; the console says: " + log.crash().orElseThrow());
      audit("crash");
      end(Ending.CRASHED);
    } else if (now >= deadline) {
      audit("deadline");
      end(Ending.DEADLINE);
    } else {
      audit("silence");
      end(Ending.SILENT);
    }
  }

  private void react(Signal signal) throws IOException, InterruptedException {
    if (signal instanceof Signal.KernelSpeaks) {
      milestone("kernel-speaks");
      if (auditsEarly) {
        audit(BEFORE);
        machine.run();
      }
    } else if (signal instanceof Signal.Crash) {
      crashOnConsole();
    } else if (signal instanceof Signal.Probe probe) {
      probe(probe.request());
    } else if (signal instanceof Signal.Qmp qmp) {
      event(qmp.event());
    } else if (signal instanceof Signal.Ended ended) {
      ended(ended.end());
    }
  }

  private void crashOnConsole() {
    milestone("crash-on-console");
    crashSeen = true;
    crashedNanos = System.nanoTime();
  }

  private void probe(ProbeReport.Request request) throws IOException, InterruptedException {
    if (request instanceof ProbeReport.Request.Rendezvous rendezvous) {
      milestone(rendezvous.name());
      if (rendezvous.name().equals(BEFORE)) {
        deadline = System.nanoTime() + scaled(timeouts.probe());
      }
      boolean plugs = rendezvous.name().equals(PLUG);
      if (plugs) {
        plug();
      } else if (!(auditsEarly && rendezvous.name().equals(BEFORE))) {
        audit(rendezvous.name());
        machine.run();
      }
      // An answer that nobody waits for would be taken for the one to the probe's last word, and
      // the
      // guest would power off while its page tables are read.
      if (plugs || !boot.flows()) {
        machine.answerProbe("go");
      }
    } else if (request instanceof ProbeReport.Request.Done) {
      milestone("probe-done");
      end(Ending.PROBE_DONE);
    }
  }

  private void plug() throws IOException, InterruptedException {
    List<MemoryDevice> memory = boot.memoryDevices();
    for (int n = 0; n < memory.size(); n++) {
      if (boot.guest().pmem().get(n).arrival() == GuestSpec.Arrival.PLUGGED) {
        machine.plug(memory.get(n));
      }
    }
  }

  private void event(QmpClient.Event event) throws IOException, InterruptedException {
    publish(new BootEvent.Qmp(elapsed(), event.name(), event.data().toString()));
    switch (event.name()) {
      case "GUEST_PANICKED" -> {
        // The event may overtake the console, which names the address that the audit looks up.
        machine.hearAll();
        if (!crashSeen && log.crash().isPresent()) {
          crashOnConsole();
        }
        audit("crash");
        end(Ending.CRASHED);
      }
      case "SHUTDOWN" -> {
        guestLeft = event.data().path("guest").asBoolean();
        notes.add("QEMU shut down: " + event.data().path("reason").asText());
      }
      default -> {
        // STOP, RESUME, RTC_CHANGE and the like are kept among the events and need no answer.
      }
    }
  }

  private void ended(Machine.End end) {
    if (crashSeen) {
      end(Ending.CRASHED);
    } else if (guestLeft) {
      end(Ending.GUEST_EXITED);
    } else {
      trouble = Optional.of("QEMU ended by itself: " + end.description());
      end(Ending.QEMU_GONE);
    }
  }

  private void audit(String when) throws InterruptedException {
    try {
      machine.pause();
      audits.add(auditor.read(when, log.faultAddress()));
    } catch (IOException e) {
      notes.add("page tables not read at " + when + ": " + e.getMessage());
    }
  }

  private void troubled(IOException e) {
    if (trouble.isEmpty()) {
      trouble = Optional.of(e.toString());
    }
  }

  private void end(Ending how) {
    if (ending.isEmpty()) {
      ending = Optional.of(how);
    }
  }

  private void milestone(String name) {
    publish(new BootEvent.Milestone(elapsed(), name));
  }

  private void publish(BootEvent event) {
    events.add(event);
    listener.accept(event);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private long scaled(Duration duration) {
    return duration.multipliedBy(slowness).toNanos();
  }
}
