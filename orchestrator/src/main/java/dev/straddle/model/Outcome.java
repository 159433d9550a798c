package dev.straddle.model;

/** What a cell came to. */
public enum Outcome {
  /** The probe did its work and every claim is proven. */
  PASS,
  /** The kernel crashed. */
  OOPS,
  /** The kernel complained, by a report or by its taint, and went on. */
  WARN,
  /** The guest fell silent, reset or ran out of time without a crash. */
  HANG,
  /** No kernel to boot: the patches do not apply or the compiler refuses them. */
  BUILD_FAILED,
  /** Nothing bad was seen, yet something that PASS rests on is not proven. */
  UNPROVEN,
  /** The host failed; says nothing about the kernel. */
  INFRA
}
