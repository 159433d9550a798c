/**
 * Kernels: source, series and configuration become images, cached by content.
 *
 * <p>In: a {@code KernelSpec} and one of its variants. Out: a {@code KernelArtifact}, or the reason
 * why there is none. Calls: {@code process}.
 */
package dev.straddle.kernel;
