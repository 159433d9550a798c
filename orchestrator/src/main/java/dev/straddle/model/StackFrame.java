package dev.straddle.model;

import java.util.Optional;

/**
 * One entry of a call trace, as the kernel's unwinder prints it ({@code show_trace_log_lvl()} in
 * arch/x86/kernel/dumpstack.c).
 *
 * @param function the symbol as printed, compiler suffixes such as {@code .isra.0} included
 * @param offset of the return address from the start of the function, in bytes; 0 when not printed
 * @param size of the function, in bytes; 0 when not printed
 * @param module the module that holds the function; absent for the kernel image
 * @param reliable false where the unwinder put a {@code ?} before it: found on the stack, but not
 *     part of the chain
 * @param source {@code file:line}, when the console was symbolised or a vmlinux was at hand
 * @param inlined true for a caller that exists only in the debug information
 */
public record StackFrame(
    String function,
    long offset,
    long size,
    Optional<String> module,
    boolean reliable,
    Optional<String> source,
    boolean inlined) {

  /** The same frame with its place in the source. */
  public StackFrame withSource(String place) {
    return new StackFrame(function, offset, size, module, reliable, Optional.of(place), inlined);
  }
}
