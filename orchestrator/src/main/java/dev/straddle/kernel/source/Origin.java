package dev.straddle.kernel.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One kind of place that sources come from. */
public interface Origin {

  /**
   * A source at rest.
   *
   * @param id names its content
   * @param version what it calls itself, for people
   * @param place name of its tree in the cache; sources that follow one another may share it
   */
  record Id(String id, String version, String place) {

    public Id(String id, String version) {
      this(id, version, id);
    }
  }

  /** What the source is, if that can be said without asking anybody far away. */
  Optional<Id> known() throws IOException, InterruptedException;

  /** What the source is now; remembered, where {@link #known} could not say it. */
  Id resolve() throws IOException, InterruptedException;

  /** Forgets what was remembered. */
  void forget() throws IOException;

  /**
   * Brings the source into a tree whose lock is held; harmless when it is there.
   *
   * @param tree holds {@code source}, the kernel's top directory
   */
  void bring(Id id, Path tree) throws IOException, InterruptedException;
}
