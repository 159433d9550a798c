/**
 * What straddle does with files wherever it does it: names that others chose, and whether they may
 * be used. Calls nothing of straddle.
 */
package dev.straddle.disk;
