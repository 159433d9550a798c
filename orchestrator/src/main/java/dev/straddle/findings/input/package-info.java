/** Console logs as people have them: packed, growing, on standard input. */
package dev.straddle.findings.input;
