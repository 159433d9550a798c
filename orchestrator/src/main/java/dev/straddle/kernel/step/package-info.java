/** One step on the way to a kernel: how it fails, and how its progress is told. */
package dev.straddle.kernel.step;
