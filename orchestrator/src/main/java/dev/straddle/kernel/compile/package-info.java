/** The toolchain and the kernel's own make, and what can be learnt from their output. */
package dev.straddle.kernel.compile;
