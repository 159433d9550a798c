package dev.straddle.lab;

import dev.straddle.model.MadeOf;
import java.util.Optional;

/** Where kernels are built and cells are booted; may serve several strategies at once. */
public interface Lab extends AutoCloseable {

  /**
   * A place for one strategy: what is submitted there is answered there.
   *
   * @param listener hears of that strategy's jobs as they go on
   */
  Bench bench(LabListener listener);

  /**
   * What a boot would be made from, as its record would say; empty where the lab cannot tell before
   * it boots.
   */
  default Optional<MadeOf> madeOf(Job.Boot boot) {
    return Optional.empty();
  }

  /** How many boots of a small guest it may do at once; asking for more at a time does no harm. */
  int slots();

  /**
   * Begins nothing new and stops what is under way; what that leaves unfinished, and what is
   * submitted from now on, is answered with {@link Answer.NotDone}. Returns at once.
   */
  void stop();

  /** Stops, and waits until nothing runs any more. */
  @Override
  void close();
}
