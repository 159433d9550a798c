/**
 * What must be seen to hold before a boot may be called PASS: one class for each claim, registered
 * in {@link dev.straddle.verdict.claim.Claims}. Pure.
 */
package dev.straddle.verdict.claim;
