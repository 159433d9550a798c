/** From frames of a stack trace to lines of source. */
package dev.straddle.symbols;
