/**
 * Logs as people have them: packed, growing, on standard input; in any encoding, with anything
 * before the kernel's words. Lines come in, kernel text with a note of what stood around it goes
 * out. Calls nobody.
 */
package dev.straddle.findings.input;
