package dev.straddle.boot;

import dev.straddle.model.KernelState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/** Reads how a kernel feels and how much it prints, from its variables. */
final class KernelStateReader {

  private static final String TAINTED = "tainted_mask";
  private static final String LOGLEVELS = "console_printk";
  private static final String IGNORES_LOGLEVEL = "ignore_loglevel";
  private static final String SUPPRESSED = "suppress_printk";
  private static final String TIMED = "printk_time";
  private static final String OOPSING = "oops_in_progress";
  private static final String PANICKING = "panic_cpu";
  private static final String DEATHS = "die_counter";
  private static final String WARNINGS = "warn_count";
  private static final String CONSOLES = "console_list";

  /** Until Linux 6.1. */
  private static final String CONSOLES_OF_OLD = "console_drivers";

  /** The variables, some of which a kernel may lack. */
  static final Set<String> SYMBOLS =
      Set.of(
          TAINTED,
          LOGLEVELS,
          IGNORES_LOGLEVEL,
          SUPPRESSED,
          TIMED,
          OOPSING,
          PANICKING,
          DEATHS,
          WARNINGS,
          CONSOLES,
          CONSOLES_OF_OLD);

  /** {@code PANIC_CPU_INVALID}. */
  private static final int NOBODY = -1;

  private KernelStateReader() {}

  static KernelState read(KernelMemory kernel) throws IOException, InterruptedException {
    return new KernelState(
        kernel.variable(TAINTED, Long.BYTES).map(ByteBuffer::getLong),
        kernel.variable(LOGLEVELS, Integer.BYTES).map(ByteBuffer::getInt),
        flag(kernel, IGNORES_LOGLEVEL, Byte.BYTES),
        flag(kernel, SUPPRESSED, Integer.BYTES),
        flag(kernel, TIMED, Byte.BYTES),
        flag(kernel, OOPSING, Integer.BYTES),
        kernel.variable(PANICKING, Integer.BYTES).map(cpu -> cpu.getInt() != NOBODY),
        kernel.variable(DEATHS, Integer.BYTES).map(ByteBuffer::getInt),
        kernel.variable(WARNINGS, Integer.BYTES).map(ByteBuffer::getInt),
        firstConsole(kernel).map(first -> first.getLong() != 0));
  }

  private static Optional<ByteBuffer> firstConsole(KernelMemory kernel)
      throws IOException, InterruptedException {
    Optional<ByteBuffer> first = kernel.variable(CONSOLES, Long.BYTES);
    return first.isPresent() ? first : kernel.variable(CONSOLES_OF_OLD, Long.BYTES);
  }

  private static Optional<Boolean> flag(KernelMemory kernel, String symbol, int bytes)
      throws IOException, InterruptedException {
    return kernel
        .variable(symbol, bytes)
        .map(value -> (bytes == Byte.BYTES ? value.get() : value.getInt()) != 0);
  }
}
