package dev.straddle.boot;

import dev.straddle.boot.BootLog.Signal;
import dev.straddle.guest.Machine;
import dev.straddle.guest.QemuCommand;
import dev.straddle.guest.QemuGoneException;
import dev.straddle.guest.QmpClient;
import dev.straddle.model.Address;
import dev.straddle.model.BootEvent;
import dev.straddle.model.Ending;
import dev.straddle.model.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One boot: waits for signals, reacts, and decides how it ended. Used by one thread. */
final class BootDriver {

  /** Where the layout is asked for and page tables are not otherwise read so early. */
  private static final String FIRST_WORD = "first-word";

  private final QemuCommand.Boot boot;
  private final Machine machine;
  private final BootLog log;
  private final BootRecord record;
  private final Patience patience;
  private final Rendezvous rendezvous;
  private final PageTableAuditor auditor;
  private final Optional<SshVisit> visit;
  private Optional<Predicate<Address>> goesOn = Optional.empty();
  private boolean guestLeft;

  /**
   * @param work for a guest with SSH
   */
  BootDriver(
      QemuCommand.Boot boot,
      BootOptions options,
      Machine machine,
      BootLog log,
      Optional<SshWork> work,
      Consumer<BootEvent> listener) {
    this.boot = boot;
    this.machine = machine;
    this.log = log;
    this.record = new BootRecord(listener);
    this.patience =
        new Patience(
            boot.guest().timeouts(), options.accelerator().slowness(), record.startNanos());
    this.rendezvous = new Rendezvous(boot, machine);
    this.auditor = new PageTableAuditor(boot.kernel(), machine);
    this.visit =
        work.isPresent()
            ? Optional.of(new SshVisit(machine, work.get(), log, patience.boot()))
            : Optional.empty();
  }

  /** To be asked at the kernel's first word, given where its page structures begin. */
  void goesOnIf(Predicate<Address> question) {
    goesOn = Optional.of(question);
  }

  /** Runs the machine until the kernel speaks, and reads where its page structures lie. */
  Optional<Address> vmemmapBase() throws IOException, InterruptedException {
    return runTo(signal -> signal instanceof Signal.KernelSpeaks)
        ? auditor.read(Rendezvous.BEFORE, Optional.empty()).vmemmapBase()
        : Optional.empty();
  }

  /**
   * Runs the machine until the probe waits to begin, and saves its state.
   *
   * @return whether it came that far
   */
  boolean save(Path snapshot) throws IOException, InterruptedException {
    boolean came =
        runTo(
            signal ->
                signal instanceof Signal.Probe probe
                    && probe.request() instanceof ProbeReport.Request.Rendezvous r
                    && r.name().equals(Rendezvous.BEFORE));
    if (came) {
      machine.save(snapshot);
    }
    return came;
  }

  /** Runs the machine until the outcome is known, and asks it to quit. */
  void run() {
    run(machine::run);
  }

  /** The same from a saved state; what was said until then has been put into the log already. */
  void runFrom(Path snapshot) {
    run(() -> machine.restore(snapshot));
  }

  /** What was seen; to be asked for once the machine is closed. */
  Observation observation(QemuCommand command) {
    return record.observation(boot, command, log);
  }

  /** How a machine begins to run. */
  @FunctionalInterface
  private interface Start {
    void begin() throws IOException, InterruptedException;
  }

  /** A signal that is waited for. */
  @FunctionalInterface
  private interface Awaited {
    boolean is(Signal signal);
  }

  /** Runs the machine up to that signal and stops it; false when the boot ends before. */
  private boolean runTo(Awaited awaited) throws IOException, InterruptedException {
    machine.run();
    while (record.isOpen()) {
      Optional<Signal> signal = log.next(left());
      if (signal.filter(awaited::is).isPresent()) {
        machine.pause();
        return true;
      }
      act(signal);
    }
    return false;
  }

  private void run(Start start) {
    try {
      record.milestone("qemu-started");
      boolean begun = false;
      while (record.isOpen()) {
        try {
          if (!begun) {
            begun = true;
            start.begin();
          }
          act(log.next(left()));
        } catch (QemuGoneException e) {
          // A guest may leave while it is looked at. Why it left decides, and is still to be heard.
          record.note(e.getMessage());
        }
      }
      leave();
      machine.quit();
    } catch (InterruptedException e) {
      record.end(Ending.INTERRUPTED);
    } catch (IOException e) {
      record.trouble(e.toString());
    } finally {
      leave();
    }
  }

  /** Ends the visit over SSH; before the machine goes, so that nobody is left talking to it. */
  private void leave() {
    if (visit.isPresent()) {
      visit.get().close();
    }
  }

  private long left() {
    return patience.left(System.nanoTime(), log.lastByteNanos());
  }

  private void act(Optional<Signal> signal) throws IOException, InterruptedException {
    if (signal.isPresent()) {
      react(signal.get());
    } else if (left() == 0) {
      timeUp();
    }
  }

  private void timeUp() throws InterruptedException {
    switch (patience.exhausted(System.nanoTime())) {
      case CRASH -> {
        record.note("QEMU reported no panic; the console says: " + log.crash().orElseThrow());
        audit("crash");
        record.end(Ending.CRASHED);
      }
      case DEADLINE -> {
        audit("deadline");
        record.end(Ending.DEADLINE);
      }
      case SILENCE -> {
        audit("silence");
        record.end(Ending.SILENT);
      }
    }
  }

  private void react(Signal signal) throws IOException, InterruptedException {
    if (signal instanceof Signal.KernelSpeaks) {
      record.milestone("kernel-speaks");
      if (rendezvous.auditsEarly() || goesOn.isPresent()) {
        audit(rendezvous.auditsEarly() ? Rendezvous.BEFORE : FIRST_WORD);
        if (isOfNoInterest()) {
          record.end(Ending.ABANDONED);
        } else {
          machine.run();
        }
      }
    } else if (signal instanceof Signal.Crash) {
      crashOnConsole();
    } else if (signal instanceof Signal.Probe probe) {
      probe(probe.request());
    } else if (signal instanceof Signal.Ssh ssh) {
      record.milestone(ssh.milestone());
    } else if (signal instanceof Signal.SshEnded) {
      patience.resume(System.nanoTime());
      machine.answerProbe("go");
    } else if (signal instanceof Signal.Qmp qmp) {
      event(qmp.event());
    } else if (signal instanceof Signal.Ended ended) {
      ended(ended.end());
    }
  }

  /** Where the layout cannot be read the boot goes on: whatever it shows is worth having. */
  private boolean isOfNoInterest() {
    return goesOn.isPresent()
        && record.lastVmemmapBase().filter(base -> !goesOn.get().test(base)).isPresent();
  }

  private void crashOnConsole() {
    record.milestone("crash-on-console");
    patience.crashSeen(System.nanoTime());
  }

  private void probe(ProbeReport.Request request) throws IOException, InterruptedException {
    if (request instanceof ProbeReport.Request.Rendezvous met) {
      record.milestone(met.name());
      if (met.name().equals(Rendezvous.BEFORE)) {
        patience.probeBegins(System.nanoTime());
      }
      if (rendezvous.audits(met.name())) {
        audit(met.name());
        machine.run();
      }
      if (visit.isPresent() && met.name().equals(Rendezvous.SSH_KEYS)) {
        machine.answerProbe(visit.get().keys());
      } else if (visit.isPresent() && met.name().equals(Rendezvous.SSH)) {
        patience.suspend(System.nanoTime(), visit.get().begin());
      } else {
        rendezvous.answer(met.name());
      }
    } else if (request instanceof ProbeReport.Request.Done) {
      record.milestone("probe-done");
      record.end(Ending.PROBE_DONE);
    }
  }

  private void event(QmpClient.Event event) throws IOException, InterruptedException {
    record.event(event);
    switch (event.name()) {
      case "GUEST_PANICKED" -> {
        // The event may overtake the console, which names the address that the audit looks up.
        machine.hearAll();
        if (!patience.hasSeenCrash() && log.crash().isPresent()) {
          crashOnConsole();
        }
        audit("crash");
        record.end(Ending.CRASHED);
      }
      case "SHUTDOWN" -> {
        guestLeft = event.data().path("guest").asBoolean();
        record.note("QEMU shut down: " + event.data().path("reason").asText());
      }
      default -> {
        // STOP, RESUME, RTC_CHANGE and the like are kept among the events and need no answer.
      }
    }
  }

  private void ended(Machine.End end) {
    if (patience.hasSeenCrash()) {
      record.end(Ending.CRASHED);
    } else if (guestLeft) {
      record.end(Ending.GUEST_EXITED);
    } else {
      record.trouble("QEMU ended by itself: " + end.description());
      record.end(Ending.QEMU_GONE);
    }
  }

  private void audit(String when) throws InterruptedException {
    try {
      machine.pause();
      record.audit(auditor.read(when, log.faultAddress()));
    } catch (IOException e) {
      record.note("page tables not read at " + when + ": " + e.getMessage());
    }
  }
}
