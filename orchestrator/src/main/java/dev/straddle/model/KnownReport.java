package dev.straddle.model;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A report that a matrix expects of its kernels and that is no news.
 *
 * @param signature of the report
 * @param reason why it is known, for readers of verdicts
 * @param until the last day on which it counts as known; empty for ever
 */
public record KnownReport(String signature, String reason, Optional<LocalDate> until) {}
