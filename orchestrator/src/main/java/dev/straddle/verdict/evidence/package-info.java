/**
 * What a verdict rests on: one boot's observation, its findings, the console lines that were looked
 * for, and what they say together. Pure.
 */
package dev.straddle.verdict.evidence;
