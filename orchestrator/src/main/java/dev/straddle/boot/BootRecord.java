package dev.straddle.boot;

import dev.straddle.guest.QemuCommand;
import dev.straddle.guest.QmpClient;
import dev.straddle.model.Address;
import dev.straddle.model.Audit;
import dev.straddle.model.BootEvent;
import dev.straddle.model.Ending;
import dev.straddle.model.HostPressure;
import dev.straddle.model.MadeOf;
import dev.straddle.model.Observation;
import dev.straddle.model.Progress;
import dev.straddle.model.Watched;
import dev.straddle.model.Witness;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is written down of a boot while it goes on: events, readings, and how it ended. The first
 * ending and the first trouble stand. Used by one thread.
 */
final class BootRecord {

  private final Consumer<BootEvent> listener;
  private final Instant started = Instant.now();
  private final long startNanos = System.nanoTime();
  private final List<BootEvent> events = new ArrayList<>();
  private final List<Audit> audits = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<String> trouble = Optional.empty();
  private Optional<Ending> ending = Optional.empty();
  private final Set<Witness> witnesses = EnumSet.noneOf(Witness.class);
  private Optional<Watched> watched = Optional.empty();

  /**
   * @param listener hears each event as it is written down
   */
  BootRecord(Consumer<BootEvent> listener) {
    this.listener = listener;
  }

  long startNanos() {
    return startNanos;
  }

  void milestone(String name) {
    publish(new BootEvent.Milestone(elapsed(), name));
  }

  void event(QmpClient.Event event) {
    publish(new BootEvent.Qmp(elapsed(), event.name(), event.data().toString()));
  }

  void audit(Audit audit) {
    audits.add(audit);
  }

  /** Where page structures begin by the last audit, if that could tell. */
  Optional<Address> lastVmemmapBase() {
    return audits.isEmpty() ? Optional.empty() : audits.get(audits.size() - 1).vmemmapBase();
  }

  /** Something that a reader should know. */
  void note(String text) {
    notes.add(text);
  }

  /** Somebody says that the kernel crashed. */
  void witness(Witness who) {
    witnesses.add(who);
  }

  /** How the guest was watched after the probe's last word; the last that is said stands. */
  void watched(Watched how) {
    watched = Optional.of(how);
  }

  /** The host is to blame. */
  void trouble(String what) {
    if (trouble.isEmpty()) {
      trouble = Optional.of(what);
    }
  }

  void end(Ending how) {
    if (ending.isEmpty()) {
      ending = Optional.of(how);
    }
  }

  boolean isOpen() {
    return ending.isEmpty();
  }

  /**
   * The whole, once the machine and the log are closed; a boot that was not seen to end has lost
   * its QEMU.
   */
  Observation observation(
      QemuCommand.Boot boot,
      QemuCommand command,
      BootLog log,
      KernelLog kernelLog,
      Optional<HostPressure> pressure,
      Optional<Progress> progress,
      MadeOf madeOf) {
    Observation.Heard heard = log.heard(kernelLog);
    log.crash().ifPresent(line -> witness(Witness.CONSOLE));
    log.trouble().map(IOException::toString).ifPresent(this::trouble);
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
        elapsed(),
        Optional.of(heard),
        List.copyOf(witnesses),
        watched,
        pressure,
        Optional.of(madeOf),
        progress);
  }

  private void publish(BootEvent event) {
    events.add(event);
    listener.accept(event);
  }

  /** Since the boot began. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
