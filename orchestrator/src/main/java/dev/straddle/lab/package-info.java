/**
 * The lab: builds kernels and boots cells, many at once, here or on other machines.
 *
 * <p>In: {@link dev.straddle.lab.Job}s of a strategy. Out: {@link dev.straddle.lab.Answer}s in any
 * order, and each boot's record in its run directory. Calls: {@code kernel} and {@code boot}. A lab
 * knows nothing of verdicts; a strategy knows nothing of QEMU, slots or nodes.
 */
package dev.straddle.lab;
