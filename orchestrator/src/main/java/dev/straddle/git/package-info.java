/**
 * Git as a program, in repositories that nobody vouches for.
 *
 * <p>In: a directory. Out: what git says of it, by whole names. Neither the system's nor the user's
 * configuration counts, and of a repository's own nothing is run. Calls {@code process}.
 */
package dev.straddle.git;
