/** A kernel's configuration: what it starts from, what is asked for, and whether it came out so. */
package dev.straddle.kernel.config;
