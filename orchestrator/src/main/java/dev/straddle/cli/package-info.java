/**
 * The command line: picocli commands, wiring, exit codes.
 *
 * <p>In: arguments. Out: text on stdout and stderr, an exit status. Calls: every other package; it
 * is the only home of stdout.
 */
package dev.straddle.cli;
