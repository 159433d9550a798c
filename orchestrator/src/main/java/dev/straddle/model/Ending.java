package dev.straddle.model;

/** How a boot ended; what that means is for the verdict to say. */
public enum Ending {
  /** The guest panicked, or an oops was seen and had time to be printed whole. */
  CRASHED,
  /** The probe said its last word. */
  PROBE_DONE,
  /** The guest powered off or reset without that word. */
  GUEST_EXITED,
  /** No byte on any channel for longer than the guest's silence timeout. */
  SILENT,
  /** The guest went on talking beyond its deadline. */
  DEADLINE,
  /** QEMU ended by itself: killed, crashed, or refused its command line. */
  QEMU_GONE,
  /** A person or another program stopped the boot. */
  INTERRUPTED,
  /** Given up at the kernel's first word, as whoever asked for the boot wanted no more of it. */
  ABANDONED
}
