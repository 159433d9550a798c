package dev.straddle.boot;

import dev.straddle.boot.BootLog.Signal;
import dev.straddle.disk.FileTrouble;
import dev.straddle.guest.Machine;
import dev.straddle.guest.QemuCommand;
import dev.straddle.guest.QemuGoneException;
import dev.straddle.guest.QmpClient;
import dev.straddle.guest.QmpSilenceException;
import dev.straddle.model.Address;
import dev.straddle.model.BootEvent;
import dev.straddle.model.Ending;
import dev.straddle.model.KernelState;
import dev.straddle.model.MadeOf;
import dev.straddle.model.Moments;
import dev.straddle.model.Observation;
import dev.straddle.model.Progress.Clock;
import dev.straddle.model.Watched.PowerOff;
import dev.straddle.model.Witness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One boot: waits for signals, reacts, and decides how it ended. Used by one thread. */
final class BootDriver {

  private final QemuCommand.Boot boot;
  private final Machine machine;
  private final BootLog log;
  private final BootRecord record;
  private final Deadlines deadlines;
  private final Rendezvous rendezvous;
  private final PageTableAuditor auditor;
  private final Lookout lookout;
  private final Optional<SshVisit> visit;
  private final HostAccount host;
  private final FairTime time;
  private final ProcessorWatch processors;
  private final PrintedCrash printed;
  private boolean restored;
  private Optional<Predicate<Address>> goesOn = Optional.empty();
  private Optional<String> leftFor = Optional.empty();
  private final LastWatch last = new LastWatch();

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
    this.deadlines =
        new Deadlines(
            boot.guest().timeouts(), options.accelerator().slowness(), record.startNanos());
    this.host = new HostAccount(record.startNanos(), machine.hostShare());
    this.time = new FairTime(machine, host, log);
    this.rendezvous = new Rendezvous(boot, machine);
    this.auditor = new PageTableAuditor(boot.kernel(), machine);
    this.lookout = new Lookout(machine, auditor, log, record);
    this.printed = new PrintedCrash(log, record, deadlines, time, lookout);
    this.processors = new ProcessorWatch(machine, auditor, boot, record.startNanos());
    this.visit = work.map(w -> new SshVisit(machine, w, log, deadlines.boot(), time::now));
  }

  /** To be asked at the kernel's first word, given where its page structures begin. */
  void goesOnIf(Predicate<Address> question) {
    goesOn = Optional.of(question);
  }

  /**
   * Runs the machine until the probe waits to begin, and saves its state.
   *
   * @return whether it came that far
   */
  boolean save(Path snapshot) throws IOException, InterruptedException {
    machine.run();
    while (record.isOpen()) {
      Optional<Signal> signal = next();
      if (signal.filter(BootDriver::awaitsTheProbe).isPresent()) {
        machine.pause();
        machine.save(snapshot);
        return true;
      }
      act(signal);
    }
    return false;
  }

  private static boolean awaitsTheProbe(Signal signal) {
    return signal instanceof Signal.Probe probe
        && probe.request() instanceof ProbeReport.Request.Rendezvous r
        && r.name().equals(Moments.BEFORE);
  }

  /** Runs the machine until the outcome is known, and asks it to quit. */
  void run() {
    run(machine::run);
  }

  /** The same from a saved state; what was said until then has been put into the log already. */
  void runFrom(Path snapshot) {
    restored = true;
    run(() -> machine.restore(snapshot));
  }

  /** What was seen; to be asked for once the machine and the log are closed. */
  Observation observation(QemuCommand command, MadeOf madeOf) {
    last.result().ifPresent(record::watched);
    return record.observation(
        boot,
        command,
        log,
        lookout.kernelLog(),
        host.pressure(),
        processors.progress(stamps()),
        madeOf);
  }

  /** Unless they count instructions, or time from before this machine was there. */
  private Optional<Clock> stamps() {
    return restored || boot.cell().seed().isPresent()
        ? Optional.empty()
        : lookout.kernelLog().clock();
  }

  /** How a machine begins to run. */
  @FunctionalInterface
  private interface Start {
    void begin() throws IOException, InterruptedException;
  }

  private void run(Start start) {
    try {
      record.milestone(Moments.QEMU_STARTED);
      boolean begun = false;
      while (record.isOpen()) {
        try {
          if (!begun) {
            begun = true;
            start.begin();
          }
          act(next());
        } catch (QemuGoneException e) {
          // A guest may leave while it is looked at. Why it left decides, and is still to be heard.
          record.note(e.getMessage());
        }
      }
      leave();
      machine.quit();
    } catch (InterruptedException e) {
      record.end(Ending.INTERRUPTED);
    } catch (QmpSilenceException e) {
      record.trouble("QEMU does not answer: " + e.getMessage());
    } catch (IOException e) {
      record.trouble("cannot speak with QEMU: " + FileTrouble.why(e));
    } finally {
      leave();
    }
  }

  /** Ends the visit over SSH; before the machine goes, so that nobody is left talking to it. */
  private void leave() {
    visit.ifPresent(SshVisit::close);
    processors.close();
  }

  /** The next signal, or nothing when it is time to look at the clock or at the host. */
  private Optional<Signal> next() throws InterruptedException {
    Optional<Signal> signal = log.next(Math.min(left(), ProcessorWatch.LOOK_NANOS));
    time.look();
    processors.look(time.ofTheGuest());
    return signal;
  }

  private long left() {
    return deadlines.left(time.now(), time.lastByte());
  }

  private void act(Optional<Signal> signal) throws IOException, InterruptedException {
    if (signal.isPresent()) {
      react(signal.get());
    } else if (time.trouble(deadlines.longest()).isPresent()) {
      record.trouble(time.trouble(deadlines.longest()).get());
      record.end(Ending.SILENT);
    } else if (left() == 0) {
      timeUp();
    }
  }

  private void timeUp() throws IOException, InterruptedException {
    switch (deadlines.exhausted(time.now())) {
      case CRASH -> crashPrinted();
      case DEADLINE -> end(Moments.DEADLINE, Ending.DEADLINE);
      case SILENCE -> end(Moments.SILENCE, Ending.SILENT);
      case SETTLED -> settled();
      case POWER_OFF -> end(Moments.POWER_OFF, Ending.PROBE_DONE);
    }
  }

  /** The last look at a machine: how the boot ended, unless memory shows that the kernel died. */
  private void end(String when, Ending otherwise) throws IOException, InterruptedException {
    Optional<KernelState> state = lookout.look(when);
    if (state.filter(KernelState::showsCrash).isPresent()) {
      crashed();
    } else {
      record.end(otherwise);
    }
  }

  private void crashPrinted() throws IOException, InterruptedException {
    if (printed.isTrue()) {
      crashed();
    } else {
      machine.proceed();
    }
  }

  private void crashed() throws IOException, InterruptedException {
    last.ended(PowerOff.CRASHED);
    record.end(Ending.CRASHED);
    if (visit.isPresent()) {
      visit.get().crashed(new CrashedGuest(boot.kernel(), machine, auditor));
    }
  }

  private void react(Signal signal) throws IOException, InterruptedException {
    if (signal instanceof Signal.KernelSpeaks) {
      record.milestone(Moments.KERNEL_SPEAKS);
      if (rendezvous.auditsEarly() || goesOn.isPresent()) {
        lookout.look(rendezvous.auditsEarly() ? Moments.BEFORE : Moments.FIRST_WORD);
        // Where the layout cannot be read the boot goes on: whatever it shows is worth having.
        if (record.lastVmemmapBase().filter(this::isOfNoInterest).isPresent()) {
          record.end(Ending.ABANDONED);
        } else if (record.isOpen()) {
          processors.begin();
          machine.proceed();
        }
      } else {
        processors.begin();
      }
    } else if (signal instanceof Signal.Crash) {
      printed.heard();
    } else if (signal instanceof Signal.Probe probe) {
      probe(probe.request());
    } else if (signal instanceof Signal.Ssh ssh) {
      record.milestone(ssh.milestone());
    } else if (signal instanceof Signal.SshEnded) {
      deadlines.resume(time.now());
      machine.answerProbe("go");
    } else if (signal instanceof Signal.Qmp qmp) {
      event(qmp.event());
    } else if (signal instanceof Signal.GuestLeft left) {
      guestLeft(left.reason());
    } else if (signal instanceof Signal.Deaf deaf) {
      record.trouble(deaf.why());
      record.end(Ending.QEMU_GONE);
    } else if (signal instanceof Signal.Ended ended) {
      ended(ended.end());
    }
  }

  private boolean isOfNoInterest(Address base) {
    return goesOn.filter(question -> !question.test(base)).isPresent();
  }

  private void probe(ProbeReport.Request request) throws IOException, InterruptedException {
    if (request instanceof ProbeReport.Request.Rendezvous met) {
      record.milestone(met.name());
      if (met.name().equals(Moments.BEFORE)) {
        deadlines.probeBegins(time.now());
      }
      if (rendezvous.audits(met.name())) {
        lookAndGoOn(met.name());
      }
      if (visit.isPresent() && met.name().equals(Moments.SSH_KEYS)) {
        machine.answerProbe(visit.get().keys());
      } else if (visit.isPresent() && met.name().equals(Moments.SSH)) {
        deadlines.suspend(time.now(), visit.get().begin());
      } else {
        rendezvous.answer(met.name());
      }
    } else if (request instanceof ProbeReport.Request.Done) {
      probeDone();
    }
  }

  /** A guest that flows settles by its own clock and powers off by itself. */
  private void probeDone() throws IOException, InterruptedException {
    record.milestone(Moments.PROBE_DONE);
    last.begins();
    processors.lastWord();
    lookAndGoOn(Moments.PROBE_DONE);
    if (boot.flows()) {
      last.told(boot.guest().timeouts().settling());
      deadlines.powersOff(time.now());
    } else {
      deadlines.settles(time.now());
    }
  }

  /** A processor that is held up is watched until that is over, or certain. */
  private void settled() throws IOException, InterruptedException {
    if (processors.isInDoubt()) {
      deadlines.settles(time.now());
    } else {
      powerOff();
    }
  }

  private void powerOff() throws IOException, InterruptedException {
    record.milestone(Moments.SETTLED);
    last.told(boot.guest().timeouts().settling());
    lookout.look(Moments.SETTLED);
    if (record.isOpen()) {
      machine.answerProbe("go");
      machine.proceed();
      deadlines.powersOff(time.now());
    }
  }

  /** Unless the look has ended the boot, as QEMU does not answer. */
  private void lookAndGoOn(String when) throws IOException, InterruptedException {
    lookout.look(when);
    if (record.isOpen()) {
      machine.proceed();
    }
  }

  private void event(QmpClient.Event event) throws IOException, InterruptedException {
    record.event(event);
    switch (event.name()) {
      case "GUEST_PANICKED" -> {
        record.witness(Witness.PANIC_EVENT);
        // The event may overtake the console, which names the address that the audit looks up.
        machine.hearAll();
        if (log.crash().isPresent()) {
          printed.heard();
        }
        lookout.lookAtCrash();
        crashed();
      }
      case "SHUTDOWN" -> {
        String reason = event.data().path("reason").asText();
        if (event.data().path("guest").asBoolean()) {
          leftFor = Optional.of(reason);
          guestLeaves(reason);
        } else {
          record.note("QEMU shut down: " + reason);
        }
      }
      default -> {
        // STOP, RESUME, RTC_CHANGE and the like are kept among the events and need no answer.
      }
    }
  }

  /** Its event may overtake what the probe said before, which is to be answered for first. */
  private void guestLeaves(String reason) throws IOException, InterruptedException {
    try {
      machine.hearAll();
      log.guestLeft(reason);
    } catch (QemuGoneException e) {
      // Then its end comes behind all that there is to hear.
    }
  }

  /** The guest has powered off or reset; its memory is still there. */
  private void guestLeft(String reason) throws IOException, InterruptedException {
    if (!last.isWaiting()) {
      record.note("QEMU shut down: " + reason);
    }
    boolean wasTold = last.isWaiting();
    PowerOff how = reason.equals("guest-shutdown") ? PowerOff.ORDERLY : PowerOff.OTHERWISE;
    last.ended(how, processors.sinceLastWord());
    Optional<KernelState> state = lookout.look(Moments.POWER_OFF);
    boolean textAlone = state.isEmpty() && log.crash().isPresent();
    if (textAlone || state.filter(KernelState::showsCrash).isPresent()) {
      crashed();
    } else {
      record.end(wasTold ? Ending.PROBE_DONE : Ending.GUEST_EXITED);
    }
  }

  private void ended(Machine.End end) throws IOException, InterruptedException {
    if (leftFor.isPresent()) {
      guestLeft(leftFor.get());
    } else {
      record.trouble("QEMU ended by itself: " + end.description());
      record.end(Ending.QEMU_GONE);
    }
  }
}
