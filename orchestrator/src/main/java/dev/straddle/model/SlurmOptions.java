package dev.straddle.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How straddle asks a Slurm cluster for its work.
 *
 * @param partition whose nodes to use; empty for the cluster's usual one
 * @param account to be charged
 * @param qos quality of service
 * @param boots the longest that a task of boots may take
 * @param build the longest that a build may take
 * @param compilers compiler processes of one build, and the processors that it asks for
 * @param further options for {@code sbatch}, word by word
 */
public record SlurmOptions(
    Optional<String> partition,
    Optional<String> account,
    Optional<String> qos,
    Duration boots,
    Duration build,
    int compilers,
    List<String> further) {

  /** What holds where nothing else is said. */
  public static final SlurmOptions USUAL =
      new SlurmOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Duration.ofHours(1),
          Duration.ofHours(4),
          4,
          List.of());

  public SlurmOptions {
    further = List.copyOf(further);
  }
}
