/**
 * The campaign: builds what a plan needs, boots its cells, judges them, keeps the record.
 *
 * <p>In: a plan. Out: a run directory and events for listeners. Calls: {@code kernel} and {@code
 * boot} through small interfaces of its own, then {@code findings}, {@code verdict} and {@code
 * history}.
 */
package dev.straddle.run;
