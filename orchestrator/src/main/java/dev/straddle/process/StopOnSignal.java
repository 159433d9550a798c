package dev.straddle.process;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jline.utils.Signals;

/**
 * What Ctrl-C and {@code kill} do: the first stops the work, which then finishes its records; the
 * second ends the JVM at once, and its guests with it.
 *
 * <p>A stop is a flag that is looked at. No thread is interrupted while it writes.
 */
public final class StopOnSignal implements AutoCloseable {

  /** Name and number of each. */
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  /** As a shell says that a program was ended by a signal. */
  private static final int BY_SIGNAL = 128;

  private final Map<String, Object> before = new HashMap<>();
  private final AtomicInteger came = new AtomicInteger();
  private final Runnable stop;
  private final Consumer<String> teller;

  /**
   * @param stop returns at once; the work comes to its end by it
   * @param teller hears that the work is being stopped
   */
  public StopOnSignal(Runnable stop, Consumer<String> teller) {
    this.stop = stop;
    this.teller = teller;
    SIGNALS.forEach(
        (name, number) -> before.put(name, Signals.register(name, () -> signalled(number))));
  }

  /** Whether somebody has asked for the end. */
  public boolean came() {
    return came.get() > 0;
  }

  private void signalled(int number) {
    if (came.incrementAndGet() == 1) {
      teller.accept("straddle: stopping; once more to leave at once");
      stop.run();
    } else {
      Runtime.getRuntime().halt(BY_SIGNAL + number);
    }
  }

  /** Signals do again what they did before. */
  @Override
  public void close() {
    before.forEach(Signals::unregister);
  }
}
