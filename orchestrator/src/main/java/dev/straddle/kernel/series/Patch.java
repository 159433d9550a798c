package dev.straddle.kernel.series;

import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One patch of a series.
 *
 * @param name where it comes from, for messages
 * @param strip leading parts of its names to take off, as in {@code patch -p}; empty when nobody
 *     said
 * @param reverse whether it is taken off
 * @param names the files that it names
 */
public record Patch(String name, Mail mail, OptionalInt strip, boolean reverse, DiffText names) {

  static Patch of(Found found, OptionalInt strip, boolean reverse) {
    DiffText names = DiffText.of(found.mail().diff().get(0).bytes());
    return new Patch(found.name(), found.mail(), strip, reverse, names);
  }

  /** How many leading parts of its names may be meant, the likeliest first. */
  List<Integer> strips() {
    return strip.isPresent() ? List.of(strip.getAsInt()) : names.strips();
  }

  /** Every file of the source tree that it may mean. */
  public SortedSet<String> paths() {
    SortedSet<String> paths = new TreeSet<>();
    strips().forEach(s -> paths.addAll(names.paths(s)));
    return paths;
  }

  /** As it stands in its file. */
  public byte[] text() {
    return mail.text();
  }

  /** What stands above its diff, decoded. */
  public String message() {
    return mail.message();
  }

  /** The subject without brackets; where it comes from when it has none. */
  public String title() {
    return mail.title().isEmpty() ? name : mail.title();
  }
}
