/**
 * Patch series: read, applied with git in a place of their own, and carried over into a source
 * tree.
 */
package dev.straddle.kernel.series;
