package dev.straddle.kernel;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Something in the cache that can be deleted as a whole.
 *
 * @param kind {@code kernel}, {@code tree} or {@code ccache}
 * @param name a kernel's key, or the name of a source
 * @param about a kernel's release, or empty
 * @param bytes on disk
 * @param lastUsed when a build or boot last asked for it
 * @param pinned whether {@code gc} must keep it
 */
public record CacheEntry(
    String kind,
    String name,
    String about,
    Path path,
    long bytes,
    Instant lastUsed,
    boolean pinned) {}
