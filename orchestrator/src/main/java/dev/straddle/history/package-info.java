/**
 * What many runs say together: the index of all boots, and the life of each regression.
 *
 * <p>In: run directories, through {@code runs}. Out: samples, rates, and regressions with their
 * states. The index is derived and can be rebuilt at any time; the life of a regression is a pure
 * fold over nights of samples. Calls: SQLite, and the file system through {@code runs}.
 */
package dev.straddle.history;
