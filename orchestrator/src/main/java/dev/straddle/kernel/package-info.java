/**
 * From a source, a configuration and patch series to a bootable kernel, cached by content.
 *
 * <p>In: a {@link dev.straddle.model.KernelSpec} and one of its variants. Out: a {@link
 * dev.straddle.model.KernelArtifact}, or why there is none. This package is the front, and all that
 * the rest of straddle sees; its rooms are {@code source} (what is built), {@code series} (what is
 * changed in it), {@code config}, {@code compile}, {@code prebuilt} (kernels that others built),
 * {@code store} (what is kept, under which key) and {@code step} (how a step fails and is told of).
 * No room knows the front.
 */
package dev.straddle.kernel;
