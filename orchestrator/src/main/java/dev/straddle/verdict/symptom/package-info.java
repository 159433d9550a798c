/** Whether a boot shows a symptom. Pure. */
package dev.straddle.verdict.symptom;
