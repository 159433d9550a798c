/**
 * Drives one boot from power-on to its end and writes down what was seen.
 *
 * <p>In: a cell, its kernel and address plan. Out: {@link dev.straddle.model.BootEvent}s as they
 * happen, and one {@link dev.straddle.model.Observation}. Calls: {@code model}, {@code guest},
 * {@code layout}.
 */
package dev.straddle.boot;
