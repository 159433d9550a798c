package dev.straddle.boot;

import dev.straddle.guest.GuestMemory;
import dev.straddle.guest.Machine;
import dev.straddle.guest.QemuCommand;
import dev.straddle.model.Progress;
import dev.straddle.model.Progress.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at the processors of a guest now and then, without stopping them, from the kernel's first
 * word on. Used by one thread.
 */
final class ProcessorWatch implements Closeable {

  /** Often enough that the stalls in question are seen many times. */
  static final long LOOK_NANOS = Duration.ofMillis(250).toNanos();

  /** Longer than any verdict asks for. */
  private static final Duration SURELY = Duration.ofSeconds(8);

  private final Machine machine;
  private final PageTableAuditor auditor;
  private final int cpus;
  private final long start;
  private final GuestClock clock;
  private final Standstills standstills = new Standstills();
  private Optional<GuestMemory> memory = Optional.empty();
  private Optional<Processors> processors = Optional.empty();
  private OptionalLong ticksAtLastWord = OptionalLong.empty();
  private boolean begun;
  private long looked;

  /**
   * @param start when the boot began, of {@link System#nanoTime}
   */
  ProcessorWatch(Machine machine, PageTableAuditor auditor, QemuCommand.Boot boot, long start) {
    this.machine = machine;
    this.auditor = auditor;
    this.cpus = boot.guest().machine().cpus();
    this.clock = new GuestClock(boot.kernel().config());
    this.start = start;
  }

  /** The kernel has spoken. */
  void begin() throws InterruptedException {
    begun = true;
    find();
  }

  /**
   * Looks, if it is time to.
   *
   * @param fair now, by a clock that leaves out what the host withheld
   */
  void look(long fair) throws InterruptedException {
    long now = System.nanoTime();
    if (!begun || now - looked < LOOK_NANOS) {
      return;
    }
    looked = now;
    if (processors.isEmpty()) {
      find();
    }
    try {
      if (processors.isPresent()) {
        List<Processors.Doing> doing = processors.get().look();
        standstills.add(fair, Duration.ofNanos(now - start), doing);
        if (!doing.isEmpty()) {
          clock.add(processors.get().clock(), now);
        }
      }
    } catch (IOException e) {
      // The machine leaves, which its end tells; otherwise they are looked for anew.
      processors = Optional.empty();
    }
  }

  /** The probe says its last word. */
  void lastWord() throws InterruptedException {
    ticksAtLastWord = ticks();
  }

  /** How far the guest's own clock has gone since; empty where it cannot be read. */
  Optional<Duration> sinceLastWord() throws InterruptedException {
    OptionalLong now = ticks();
    return ticksAtLastWord.isPresent() && now.isPresent()
        ? clock.between(ticksAtLastWord.getAsLong(), now.getAsLong())
        : Optional.empty();
  }

  private OptionalLong ticks() throws InterruptedException {
    try {
      return processors.isPresent()
          ? OptionalLong.of(processors.get().clock())
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether it takes more looks to know if a processor is held up for good. */
  boolean isInDoubt() {
    return processors.isPresent()
        && standstills.isHeldUp()
        && progress(Optional.empty())
            .flatMap(Progress::longest)
            .filter(s -> s.length().compareTo(SURELY) < 0)
            .isPresent();
  }

  /**
   * What was seen.
   *
   * @param stamps those of the kernel's log, which may run too fast while the ticks do not: a
   *     kernel counts them by interrupts until it trusts the clock that the stamps are from
   */
  Optional<Progress> progress(Optional<Clock> stamps) {
    return standstills.progress(stamps.filter(Clock::runsTooFast).or(clock::sinceFirstLook));
  }

  private void find() throws InterruptedException {
    try {
      if (memory.isEmpty()) {
        memory = Optional.of(machine.memory());
      }
      processors = Optional.of(Processors.find(auditor.kernel(memory.get()), cpus));
    } catch (IOException e) {
      // Not yet: the next look tries again.
    }
  }

  @Override
  public void close() {
    try {
      if (memory.isPresent()) {
        memory.get().close();
      }
    } catch (IOException e) {
      // It was only read.
    }
  }
}
