/**
 * What is done every night: which test to boot next, until its time is over.
 *
 * <p>In: a {@code NightlySpec}, the history so far, a lab. Out: a run with {@code night.json},
 * whose meaning {@code history} finds by folding. Calls: the lab, {@code run} for verdicts, {@code
 * history} for open questions.
 */
package dev.straddle.night;
