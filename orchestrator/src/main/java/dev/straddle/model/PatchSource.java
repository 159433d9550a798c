package dev.straddle.model;

import java.nio.file.Path;
import java.util.Set;

/** Where the patches of a series come from, and in which direction they are applied. */
public sealed interface PatchSource {

  /** Whether the patches are taken off, last first, rather than put on. */
  boolean reverse();

  /**
   * Files: a directory of {@code *.patch} files or with a quilt {@code series} file, a maildir, an
   * mbox, or a single diff.
   *
   * @param place absolute
   * @param guards symbols that are set for the guards of a quilt series
   * @param branch of mails for several stable branches those for this one, such as {@code 6.1};
   *     empty where nobody asks
   */
  record Files(Path place, boolean reverse, Set<String> guards, String branch)
      implements PatchSource {
    public Files {
      guards = Set.copyOf(guards);
    }

    public Files(Path place, boolean reverse) {
      this(place, reverse, Set.of(), "");
    }

    @Override
    public String toString() {
      return place + (reverse ? " (reverse)" : "");
    }
  }

  /**
   * The commits of a range in a local git repository, merges left out.
   *
   * @param repository absolute
   * @param range such as {@code v6.12..topic}
   */
  record GitRange(Path repository, String range, boolean reverse) implements PatchSource {
    @Override
    public String toString() {
      return repository + " " + range + (reverse ? " (reverse)" : "");
    }
  }
}
