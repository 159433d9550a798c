package dev.straddle.kernel;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Something in the cache that can be deleted as a whole.
 *
 * @param kind {@code kernel}, {@code tree} or {@code ccache}
 * @param name a kernel's key, or the name of a source
 * @param about a kernel's release, or empty
 * @param kernels the kernels and variants that came to it last, such as {@code linux-6.12/patched}
 * @param bytes on disk
 * @param lastUsed when a build or boot last asked for it
 * @param pinned whether {@code gc} must keep it
 */
public record CacheEntry(
    String kind,
    String name,
    String about,
    List<String> kernels,
    Path path,
    long bytes,
    Instant lastUsed,
    boolean pinned) {

  public CacheEntry {
    kernels = List.copyOf(kernels);
  }

  /** Whether a name on a command line means it: its name's beginning, or one of its kernels. */
  public boolean isMeantBy(String text) {
    return name.startsWith(text) || kernels.contains(text);
  }
}
