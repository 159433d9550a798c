package dev.straddle.run;

/** Hears of a campaign as it goes; called from one thread, in order. */
@FunctionalInterface
public interface RunListener {
  void on(RunEvent event);
}
