package dev.straddle.model;

/** Who says that a kernel crashed. */
public enum Witness {
  /** QEMU, to whom the kernel reported its panic. */
  PANIC_EVENT,
  /** The kernel's memory: a processor panics. */
  PANIC_STATE,
  /** The kernel's memory: its taint says that it died. */
  DIED_TAINT,
  /** Text on the console, which anybody in the guest may write. */
  CONSOLE
}
