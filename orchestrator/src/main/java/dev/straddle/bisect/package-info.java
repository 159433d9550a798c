/**
 * Finds the commit that brought a symptom, also when the symptom shows in one boot of many.
 *
 * <p>In come a history and the counts of boots with and without the symptom; out comes the boot
 * that teaches most for its price, or the answer with its probability. The rule ({@link
 * dev.straddle.bisect.Rule}) is a pure function of the counts, so that a search that was killed
 * goes on with the same next step.
 */
package dev.straddle.bisect;
