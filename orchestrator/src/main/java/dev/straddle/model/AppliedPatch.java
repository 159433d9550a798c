package dev.straddle.model;

/**
 * A patch that a kernel was built with.
 *
 * @param series what the series is called: its folder or file without extension, or its range
 * @param subject without what stands in brackets; where it comes from when it has none
 * @param reverse whether it was taken off
 * @param id as {@code git patch-id --stable} gives it, equal for the same change anywhere; empty
 *     where git gave none
 */
public record AppliedPatch(String series, String subject, boolean reverse, String id) {}
