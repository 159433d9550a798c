package dev.straddle.backport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
          "(?im)^cc:\\s*.*\\bstable(\\+\\S+)?@(?:vger\\.)?kernel\\.org[^#\\n]*(?:#(.*))?$");
  private static final Pattern NEEDED =
      Pattern.compile("^\\s*(?:v?(\\d+\\.\\d+)(?:\\.[xy\\d]+)?\\s*[:-]?\\s*)?([0-9a-f]{8,40})\\b");
  private static final Pattern SINCE = Pattern.compile("v?(\\d+\\.\\d+)(?:\\.[xy\\d]+)?\\s*\\+");
  private static final Pattern ALONE = Pattern.compile("^\\s*v?(\\d+\\.\\d+)(?:\\.[xy])?\\s*$");

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
      Matcher from = SINCE.matcher(comment);
      Matcher alone = ALONE.matcher(comment);
      if (commitNeeded.find()) {
        needed.add(new Needed(Optional.ofNullable(commitNeeded.group(1)), commitNeeded.group(2)));
      } else if (from.find()) {
        since = Optional.of(from.group(1));
      } else if (alone.matches()) {
        since = Optional.of(alone.group(1));
      }
    }
    return new StableNote(asked, since, byHand, needed);
  }
}
