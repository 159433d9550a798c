/**
 * What boots mean: proofs, the verdict on a cell, on a pair of variants, and on a run.
 *
 * <p>In: observations and findings. Out: verdicts, each with its reason. Calls: {@code model},
 * {@code layout}. Pure: the same observation gives the same verdict, today and years later.
 */
package dev.straddle.verdict;
