package dev.straddle.spec;

import java.nio.file.Path;
import java.util.Optional;

/** The specification files of one folder that holds kernels, guests and matrices. */
public final class Specs {

  private Specs() {}

  /** Reads every file of a repository; see {@link Library#all()}. */
  public static Catalogue load(Path repositoryRoot) {
    return in(repositoryRoot).all();
  }

  /** Reads every file of a repository and a matrix; see {@link Library#all(Path)}. */
  public static Catalogue load(Path repositoryRoot, Path matrix) {
    return in(repositoryRoot).all(matrix);
  }

  private static Library in(Path repositoryRoot) {
    return new Library(repositoryRoot, Optional.empty());
  }
}
