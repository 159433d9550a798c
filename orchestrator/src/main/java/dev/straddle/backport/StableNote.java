package dev.straddle.backport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the author of a fix wrote to the stable maintainers in its {@code Cc: stable} lines.
 *
 * @param asked whether there is such a line
 * @param since the version from which on it is for, such as {@code 5.19}
 * @param byHand whether machines are not to pick it
 * @param needed commits that must come with it
 */
public record StableNote(
    boolean asked, Optional<String> since, boolean byHand, List<Needed> needed) {

  /**
   * A commit that must come first.
   *
   * @param version for which branch; empty when for all
   */
  public record Needed(Optional<String> version, String id) {

    /** Whether a branch of this version needs it; unknown versions do. */
    boolean concerns(Optional<String> branch) {
      return version.isEmpty() || branch.isEmpty() || version.get().equals(branch.get());
    }
  }

  private static final Pattern LINE =
      Pattern.compile(
          "(?im)^\\s*cc:\\s*.*?\\bstable(\\+[^\\s@]+)?@(?:vger\\.)?kernel\\.org[^#\\[\\n]*(?:[#\\[](.*))?$");
  private static final Pattern NEEDED =
      Pattern.compile(
          "^\\s*(?:v?(\\d+\\.\\d+)(?:\\.[xy\\d]+)?[+,]?\\s*[:-]?\\s*)?"
              + "(?:(?:needs|requires|depends on)\\s+)?(?:commit\\s+)?"
              + "((?=[a-f]*\\d)[0-9a-f]{7,40})\\b");
  private static final Pattern VERSION =
      Pattern.compile("(?<![\\w.])v?(\\d{1,4})\\.(\\d{1,4})(?!\\d)");

  public StableNote {
    needed = List.copyOf(needed);
  }

  static StableNote of(Commit commit) {
    boolean asked = false;
    boolean byHand = false;
    Optional<String> since = Optional.empty();
    List<Needed> needed = new ArrayList<>();
    for (Matcher line = LINE.matcher(commit.message()); line.find(); ) {
      asked = true;
      byHand |= line.group(1) != null && line.group(1).contains("noautosel");
      String comment = line.group(2) == null ? "" : line.group(2);
      Matcher commitNeeded = NEEDED.matcher(comment);
      if (commitNeeded.find()) {
        needed.add(new Needed(Optional.ofNullable(commitNeeded.group(1)), commitNeeded.group(2)));
      } else {
        since = lower(since, lowest(comment));
      }
    }
    return new StableNote(asked, since, byHand, needed);
  }

  /** A version stands for itself and all later ones, be a plus behind it or not. */
  private static Optional<String> lowest(String comment) {
    Optional<String> lowest = Optional.empty();
    for (Matcher version = VERSION.matcher(comment); version.find(); ) {
      lowest = lower(lowest, Optional.of(version.group(1) + "." + version.group(2)));
    }
    return lowest;
  }

  private static Optional<String> lower(Optional<String> one, Optional<String> other) {
    return Stream.concat(one.stream(), other.stream()).min(Comparator.comparing(StableNote::key));
  }

  private static long key(String version) {
    String[] parts = version.split("\\.");
    return Integer.parseInt(parts[0]) * 1_000_000L + Integer.parseInt(parts[1]);
  }

  /** Whether a branch of this version is older than what was asked for. */
  boolean leavesOut(Optional<String> branch) {
    return branch.isPresent() && since.isPresent() && key(branch.get()) < key(since.get());
  }
}
