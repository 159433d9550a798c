package dev.straddle.night;

import dev.straddle.model.KernelArtifact;
import dev.straddle.runs.NightRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** What a night notes of a kernel that it has. */
final class KernelNote {

  private KernelNote() {}

  /**
   * The note.
   *
   * @param compiled empty where it came from the cache
   */
  static NightRecord.Kernel of(
      String name, KernelArtifact kernel, boolean changed, Optional<Duration> compiled) {
    return new NightRecord.Kernel(
        name, kernel.sourceVersion(), changed, compiled, imageBytes(kernel));
  }

  private static Optional<Long> imageBytes(KernelArtifact kernel) {
    try {
      return Optional.of(Files.size(kernel.bzImage()));
    } catch (IOException e) {
      return Optional.empty(); // a figure less
    }
  }
}
