/**
 * One child process, and the certainty that nothing of it outlives straddle.
 *
 * <p>In: a {@link dev.straddle.process.Command}. Out: how it ended, its last lines, its log. Calls:
 * Apache Commons Exec; of straddle only {@code model}.
 */
package dev.straddle.process;
