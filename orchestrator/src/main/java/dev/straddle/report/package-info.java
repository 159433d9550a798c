/**
 * What people and CI servers read of a run: a page, a JUnit file, a summary for the terminal.
 *
 * <p>In: the records of a run and a way to open its consoles. Out: text. Calls: nobody; the page is
 * made from the templates in {@code src/main/jte}, which escape everything they print.
 */
package dev.straddle.report;
