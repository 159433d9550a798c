/**
 * Debian packages by way of apt, without root: what is on offer, and the files.
 *
 * <p>In: names of packages. Out: package files whose checksums are right. Calls {@code process},
 * and {@code disk} for the lock around the lists.
 */
package dev.straddle.debian;
