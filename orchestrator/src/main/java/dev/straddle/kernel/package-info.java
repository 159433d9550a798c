/**
 * From a source, a configuration and patch series to a bootable kernel, cached by content.
 *
 * <p>In: a {@link dev.straddle.model.KernelSpec} and one of its variants. Out: a {@link
 * dev.straddle.model.KernelArtifact}, or why there is none. Calls: {@code process} for apt, git,
 * make and binutils; of straddle else only {@code model}.
 */
package dev.straddle.kernel;
