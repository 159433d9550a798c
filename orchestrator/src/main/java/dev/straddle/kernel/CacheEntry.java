package dev.straddle.kernel;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

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

  private static final int SHORT = 12;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  public CacheEntry {
    kernels = List.copyOf(kernels);
  }

  /** Whether a name on a command line means it: its name's beginning, or one of its kernels. */
  public boolean isMeantBy(String text) {
    return name.startsWith(text) || kernels.contains(text);
  }

  /** A line for people; keys are shortened as in releases. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%10s  %-6s  %s  %s%s%s%s",
        size(bytes),
        kind,
        MINUTE.format(lastUsed),
        name.matches("[0-9a-f]{40,}") ? name.substring(0, SHORT) : name,
        kernels.isEmpty() ? "" : "  " + String.join(", ", kernels),
        about.isEmpty() ? "" : "  " + about,
        pinned ? "  (pinned)" : "");
  }

  /** In the one unit of all sizes of the cache. */
  public static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }
}
