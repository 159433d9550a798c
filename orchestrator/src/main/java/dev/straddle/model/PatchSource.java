package dev.straddle.model;

import java.nio.file.Path;

/** Where the patches of a series come from, and in which direction they are applied. */
public sealed interface PatchSource {

  /** Whether the patches are taken off, last first, rather than put on. */
  boolean reverse();

  /**
   * Files: a directory of {@code *.patch} files or with a quilt {@code series} file, an mbox, or a
   * single diff.
   *
   * @param place absolute
   */
  record Files(Path place, boolean reverse) implements PatchSource {
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
