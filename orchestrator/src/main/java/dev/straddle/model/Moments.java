package dev.straddle.model;

import java.util.Set;

/**
 * Names of the points in a boot at which something is written down: milestones among its events,
 * and what {@link Audit#when} says. A probe may name points of its own besides.
 */
public final class Moments {

  /** QEMU runs; its processors stand still. */
  public static final String QEMU_STARTED = "qemu-started";

  /** The kernel's first byte. */
  public static final String KERNEL_SPEAKS = "kernel-speaks";

  /** What was read when the kernel spoke first, for its layout alone. */
  public static final String FIRST_WORD = "first-word";

  /** The probe waits to begin its work. */
  public static final String BEFORE = "before";

  /** The probe has done its work. */
  public static final String AFTER = "after";

  /** The host plugs memory in. */
  public static final String PLUG = "plug";

  /** The host tells the keys of an SSH server. */
  public static final String SSH_KEYS = "ssh-keys";

  /** The host may come in over SSH. */
  public static final String SSH = "ssh";

  /** The host has come in. */
  public static final String SSH_CONNECTED = "ssh-connected";

  /** The console tells of a crash. */
  public static final String CRASH_ON_CONSOLE = "crash-on-console";

  /** The kernel has crashed, or the console says so. */
  public static final String CRASH = "crash";

  /** The guest has said nothing for too long. */
  public static final String SILENCE = "silence";

  /** The guest takes too long. */
  public static final String DEADLINE = "deadline";

  /** The probe has said its last word. */
  public static final String PROBE_DONE = "probe-done";

  /** The guest has been watched for its settle time, and is told to power off. */
  public static final String SETTLED = "settled";

  /** The guest has left, or has not in time. */
  public static final String POWER_OFF = "power-off";

  /** Those that only the host may name: a guest that does so claims what it cannot know. */
  public static final Set<String> HOSTS_OWN =
      Set.of(
          QEMU_STARTED,
          KERNEL_SPEAKS,
          FIRST_WORD,
          SSH_CONNECTED,
          CRASH_ON_CONSOLE,
          CRASH,
          SILENCE,
          DEADLINE,
          PROBE_DONE,
          SETTLED,
          POWER_OFF);

  private Moments() {}
}
