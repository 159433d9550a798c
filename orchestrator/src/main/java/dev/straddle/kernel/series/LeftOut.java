package dev.straddle.kernel.series;

/**
 * Something in the place of a series that is not applied.
 *
 * @param what a subject, or a file's name
 * @param why in a few words
 */
public record LeftOut(String what, String why) {}
