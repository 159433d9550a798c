package dev.straddle.run;

/** Hears of a campaign as it goes; calls come in order and never overlap. */
@FunctionalInterface
public interface RunListener {
  void on(RunEvent event);
}
