package dev.straddle.model;

import java.time.Duration;

/** Progress of long work (download, unpack, patch, compile), in order, for a listener to show. */
public sealed interface WorkEvent {

  /** The step in which compilers run. */
  String COMPILE = "compile";

  /** A step begins; the previous one has ended. */
  record StepStarted(String step, String detail) implements WorkEvent {}

  /**
   * The running step got further.
   *
   * @param total 0 when unknown
   * @param unit such as {@code objects} or {@code bytes}
   */
  record Progress(long done, long total, String unit) implements WorkEvent {}

  /** Something a person should read. */
  record Note(String text) implements WorkEvent {}

  /** The step ended well. */
  record StepDone(String step, Duration took) implements WorkEvent {}
}
