package dev.straddle.kernel;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Pattern KEY = Pattern.compile("(?<![0-9a-z])[0-9a-f]{40,}$");
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  public CacheEntry {
    kernels = List.copyOf(kernels);
  }

  /** Whether a name on a command line means it: its name's beginning, or one of its kernels. */
  public boolean isMeantBy(String text) {
    return name.startsWith(text) || kernels.contains(text);
  }

  /** The beginning of a name, which means it as well: keys are shortened as in releases. */
  static String shortened(String name) {
    Matcher key = KEY.matcher(name);
    return key.find() ? name.substring(0, key.start() + SHORT) : name;
  }

  /** A line for people. */
  @Override
  public String toString() {
    return line(
        (kernels.isEmpty() ? "" : "  " + String.join(", ", kernels))
            + (about.isEmpty() ? "" : "  " + about));
  }

  /** The same in a line that is no wider, with fewer of its kernels. */
  public String toString(int width) {
    String whole = toString();
    for (int named = kernels.size(); named > 0 && whole.length() > width; named--) {
      int more = kernels.size() - named;
      whole =
          line(
              "  "
                  + String.join(", ", kernels.subList(0, named))
                  + (more > 0 ? ", " + more + " more" : ""));
    }
    return whole.length() > width ? whole.substring(0, width - 1) + "…" : whole;
  }

  private String line(String told) {
    return String.format(
        Locale.ROOT,
        "%10s  %-6s  %s  %s%s%s",
        size(bytes),
        kind,
        MINUTE.format(lastUsed),
        shortened(name),
        told,
        pinned ? "  (pinned)" : "");
  }

  /** In the one unit of all sizes of the cache. */
  public static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }
}
