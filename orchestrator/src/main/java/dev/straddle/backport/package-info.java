/**
 * Backports: is a series needed on a branch, is it there, does it apply, what comes with it, does
 * it build, does it fix, does it break.
 *
 * <p>In: a series and branches, as commits of a repository or as kernels of the catalogue. Out: one
 * row of facts for each branch. Of the history it only reads, and runs nothing that a repository's
 * configuration names; kernels are built and booted in the lab.
 */
package dev.straddle.backport;
