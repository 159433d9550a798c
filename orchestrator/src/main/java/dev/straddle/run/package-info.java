/**
 * The campaign: builds what a plan needs, boots its cells, judges them, keeps the record.
 *
 * <p>In: a plan. Out: a run directory and events for listeners. Calls: {@code lab}, then {@code
 * findings}, {@code verdict} and {@code runs}.
 */
package dev.straddle.run;
