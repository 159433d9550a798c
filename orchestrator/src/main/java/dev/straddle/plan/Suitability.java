package dev.straddle.plan;

import dev.straddle.model.BadInputException;
import dev.straddle.model.GuestSpec;

/**
 * Whether a guest can be booted in a particular way; each throws with the reason when it cannot.
 */
public final class Suitability {

  /** The state holds all memory of the guest that is not zero, and QEMU reads all of it. */
  private static final long MOST_SAVED = 64L << 30;

  private Suitability() {}

  /** With a seed, so that every boot comes out the same. */
  public static void seeded(GuestSpec guest) {
    if (guest.machine().cpus() != 1) {
      throw new BadInputException(
          "a seeded boot needs a guest with one processor; %s has %d"
              .formatted(guest.name(), guest.machine().cpus()));
    }
    if (guest.ssh().isPresent()) {
      throw new BadInputException(
          "a seeded boot has no SSH, by which the host's time would get into the guest; "
              + guest.name()
              + " has 'ssh:'");
    }
  }

  /** Seed after seed, each with a layout of its own. */
  public static void hunted(GuestSpec guest) {
    if (guest.machine().cpus() != 1 || !guest.machine().kaslr()) {
      throw new BadInputException(
          "a hunt needs a guest with 'kaslr: true' and 'cpus: 1'; "
              + guest.name()
              + " is no such guest");
    }
    seeded(guest);
  }

  /** From a saved machine. */
  public static void saved(GuestSpec guest) {
    long memory =
        guest.machine().memory().bytes()
            + guest.pmem().stream().mapToLong(p -> p.size().bytes()).sum();
    if (guest.machine().kaslr()) {
      throw new BadInputException(
          guest.name()
              + " has KASLR: every repetition would have the layout of the one boot; use hunt");
    }
    if (guest.ssh().isPresent()) {
      throw new BadInputException(
          guest.name() + " has 'ssh:', and a connection cannot be taken up from a saved machine");
    }
    if (memory > MOST_SAVED) {
      throw new BadInputException(
          guest.name() + " has more than 64GiB of memory, too much to save");
    }
  }
}
