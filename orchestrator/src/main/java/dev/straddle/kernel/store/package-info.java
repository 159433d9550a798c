/**
 * What the cache holds: built kernels by content key, locks, and moves on disk that are whole or
 * not at all.
 */
package dev.straddle.kernel.store;
