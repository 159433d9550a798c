package dev.straddle.kernel.step;

import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Tells a listener when steps begin and end. */
public record Steps(Consumer<WorkEvent> listener) {

  /** A step that may fail through the host. */
  @FunctionalInterface
  public interface Step<T, E extends Exception> {
    T run() throws IOException, InterruptedException, E;
  }

  public <T, E extends Exception> T run(String name, String detail, Step<T, E> step)
      throws IOException, InterruptedException, E {
    listener.accept(new WorkEvent.StepStarted(name, detail));
    long start = System.nanoTime();
    T result = step.run();
    listener.accept(new WorkEvent.StepDone(name, Duration.ofNanos(System.nanoTime() - start)));
    return result;
  }
}
