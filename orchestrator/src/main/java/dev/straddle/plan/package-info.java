/**
 * A matrix to the complete, ordered list of cells to boot.
 *
 * <p>In: a matrix and the catalogue it refers to. Out: a {@link dev.straddle.plan.Plan}, cells or
 * problems. Calls: {@code spec} and {@code layout}; pure.
 */
package dev.straddle.plan;
