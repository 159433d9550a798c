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

  /** The variables, some of which a kernel may lack. */
  static final Set<String> SYMBOLS =
      Set.of(TAINTED, LOGLEVELS, IGNORES_LOGLEVEL, SUPPRESSED, TIMED, OOPSING, PANICKING);

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
        kernel.variable(PANICKING, Integer.BYTES).map(cpu -> cpu.getInt() != NOBODY));
  }

  private static Optional<Boolean> flag(KernelMemory kernel, String symbol, int bytes)
      throws IOException, InterruptedException {
    return kernel
        .variable(symbol, bytes)
        .map(value -> (bytes == Byte.BYTES ? value.get() : value.getInt()) != 0);
  }
}
