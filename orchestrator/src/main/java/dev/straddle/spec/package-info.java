/**
 * YAML files to specifications, with every problem of every file at once.
 *
 * <p>In: the folders {@code kernels}, {@code guest-configs} and {@code matrices}, or one matrix of
 * the user's. Out: a {@link dev.straddle.spec.Catalogue} of specifications, problems with file,
 * line and column, and the positions of fields for problems found later. Calls: nobody; it reads
 * files and touches nothing else.
 */
package dev.straddle.spec;
