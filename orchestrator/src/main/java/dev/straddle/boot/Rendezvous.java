package dev.straddle.boot;

import dev.straddle.guest.Machine;
import dev.straddle.guest.MemoryDevice;
import dev.straddle.guest.QemuCommand;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.Moments;
import java.io.IOException;
import java.util.List;

/** What the host does when the probe has come to a point that it names. */
final class Rendezvous {

  private final QemuCommand.Boot boot;
  private final Machine machine;

  /**
   * Whether "before" is when the kernel first speaks: drivers bind to prepared memory during boot,
   * and a seeded guest does not wait, as time that the host takes would be time in the guest.
   */
  private final boolean early;

  Rendezvous(QemuCommand.Boot boot, Machine machine) {
    this.boot = boot;
    this.machine = machine;
    this.early =
        boot.flows()
            || boot.guest().pmem().stream()
                .anyMatch(p -> p.arrival() == GuestSpec.Arrival.PREPARED);
  }

  /** Whether the page tables before the work are read when the kernel first speaks. */
  boolean auditsEarly() {
    return early;
  }

  /** Whether page tables are to be read at this one. */
  boolean audits(String name) {
    return !List.of(Moments.PLUG, Moments.SSH_KEYS, Moments.SSH).contains(name)
        && !(early && name.equals(Moments.BEFORE));
  }

  /**
   * Lets the probe go on.
   *
   * <p>An answer that nobody waits for would be taken for the one to the probe's last word, and the
   * guest would power off while its page tables are read.
   */
  void answer(String name) throws IOException, InterruptedException {
    boolean plugs = name.equals(Moments.PLUG);
    if (plugs) {
      plug();
    }
    if (plugs || !boot.flows()) {
      machine.answerProbe("go");
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
}
