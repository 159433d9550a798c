/**
 * Runs on disk: one directory per run, complete at every moment.
 *
 * <p>In: records of a run as it goes on. Out: the same records, read back, also from a run that was
 * killed. Calls: the file system.
 */
package dev.straddle.runs;
