/**
 * The oops parser: console bytes in, findings out, in one pass and bounded memory.
 *
 * <p>In: bytes as they arrive, and rules (YAML resources of this package, or a user's file). Out:
 * {@link dev.straddle.model.Finding}. Calls: nobody.
 */
package dev.straddle.findings;
