/** Kernels that others built, brought into the shape of those that straddle builds. */
package dev.straddle.kernel.prebuilt;
