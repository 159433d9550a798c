package dev.straddle.boot;

import dev.straddle.guest.GuestMemory;
import dev.straddle.guest.Machine;
import dev.straddle.guest.QemuGoneException;
import dev.straddle.guest.QmpSilenceException;
import dev.straddle.model.Audit;
import dev.straddle.model.Ending;
import dev.straddle.model.KernelState;
import dev.straddle.model.Moments;
import dev.straddle.model.Witness;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Stops the machine, looks around in its memory, and writes down what is there. */
final class Lookout {

  /** At these the kernel's log is read in any case. */
  private static final Set<String> LAST_LOOKS = Set.of(Moments.SETTLED, Moments.POWER_OFF);

  private final Machine machine;
  private final PageTableAuditor auditor;
  private final BootLog log;
  private final BootRecord record;
  private final KernelLog kernelLog = new KernelLog();

  Lookout(Machine machine, PageTableAuditor auditor, BootLog log, BootRecord record) {
    this.machine = machine;
    this.auditor = auditor;
    this.log = log;
    this.record = record;
  }

  /**
   * Looks around; the machine stands still afterwards. A QEMU that does not answer ends the boot.
   *
   * @return the kernel's state, where it could be read
   */
  Optional<KernelState> look(String when) throws InterruptedException {
    try {
      return lookUnlessGone(when);
    } catch (QemuGoneException e) {
      notRead(when, e);
      return Optional.empty();
    }
  }

  /**
   * The same at a crash, of which a look without an answer would say less than it seems to.
   *
   * @throws QemuGoneException when somebody ends QEMU meanwhile; the boot is spoilt
   */
  Optional<KernelState> lookAtCrash() throws QemuGoneException, InterruptedException {
    return lookUnlessGone(Moments.CRASH);
  }

  private Optional<KernelState> lookUnlessGone(String when)
      throws QemuGoneException, InterruptedException {
    try {
      machine.pause();
      Audit audit = auditor.read(when, log.faultAddress());
      record.audit(audit);
      audit.state().ifPresent(this::testifies);
      if (log.hasReports() || LAST_LOOKS.contains(when)) {
        readLog();
      }
      return audit.state();
    } catch (QemuGoneException e) {
      throw e;
    } catch (QmpSilenceException e) {
      record.trouble("QEMU does not answer: " + e.getMessage());
      record.end(Ending.SILENT);
    } catch (IOException e) {
      notRead(when, e);
    }
    return Optional.empty();
  }

  private void notRead(String when, IOException e) {
    record.note("memory not read at " + when + ": " + e.getMessage());
  }

  /** The kernel's log at the looks so far. */
  KernelLog kernelLog() {
    return kernelLog;
  }

  /** Unless it is of a form that is not known: then nobody knows who printed what. */
  private void readLog() throws InterruptedException {
    try (GuestMemory memory = machine.memory()) {
      machine.hearAll();
      kernelLog.read(auditor.kernel(memory), log.consoleBytes(), record.elapsed());
    } catch (IOException e) {
      record.note("the kernel's log was not read: " + e.getMessage());
    }
  }

  private void testifies(KernelState state) {
    if (state.died()) {
      record.witness(Witness.DIED_TAINT);
    }
    if (state.panicking().orElse(false) || state.oopsing().orElse(false)) {
      record.witness(Witness.PANIC_STATE);
    }
  }
}
