package dev.straddle.history;

import java.time.Instant;

/**
 * What somebody said of a regression, and when.
 *
 * @param who as the machine knows them
 */
public record Said(Instant at, String who, Event event) {}
