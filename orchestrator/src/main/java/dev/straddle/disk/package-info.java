/**
 * What straddle does with files wherever it does it: names that others chose and whether they may
 * be used, locks, moves that happen whole or not at all, digests. Calls nothing of straddle.
 */
package dev.straddle.disk;
