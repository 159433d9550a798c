package dev.straddle.lab;

import dev.straddle.disk.Digest;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.KernelArtifact;
import dev.straddle.runs.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code straddle worker} is to do, as a file on a file system that all nodes share.
 *
 * @param cache straddle's cache, shared as well
 * @param results where a file for each item is to appear, named by its key
 * @param makeJobs how many commands make may run at once
 * @param processors what the task has of its node
 * @param memory bytes that it has
 */
record WorkFile(
    int schema,
    Path cache,
    Path results,
    int makeJobs,
    int processors,
    long memory,
    List<Item> items) {

  static final int SCHEMA = 1;

  WorkFile {
    items = List.copyOf(items);
  }

  /**
   * One job: exactly one of the three is there.
   *
   * @param key equal for equal jobs
   */
  record Item(
      String key, Optional<Job.Build> build, Optional<Job.Boot> boot, Optional<Job.Save> save) {

    static Item of(Job job) {
      return new Item(
          key(job),
          job instanceof Job.Build build ? Optional.of(build) : Optional.empty(),
          job instanceof Job.Boot boot ? Optional.of(boot) : Optional.empty(),
          job instanceof Job.Save save ? Optional.of(save) : Optional.empty());
    }

    Job job() {
      return build.<Job>map(b -> b).or(() -> boot).or(() -> save).orElseThrow();
    }

    private static String key(Job job) {
      return Digest.ofText(Json.write(job));
    }
  }

  /**
   * What came of an item; a boot's record lies in its run.
   *
   * @param node where it was done
   * @param booted whether the boot has ended and its record is on disk
   * @param saved whether the machine was saved
   * @param trouble of the host
   */
  record Result(
      int schema,
      String node,
      Optional<KernelArtifact> kernel,
      Optional<BuildFailure> failure,
      boolean booted,
      boolean saved,
      Optional<String> trouble,
      Duration took) {

    static Result of(Answer answer, String node, Duration took) {
      return new Result(
          SCHEMA,
          node,
          answer instanceof Answer.Built built ? Optional.of(built.kernel()) : Optional.empty(),
          answer instanceof Answer.NotBuilt not ? Optional.of(not.failure()) : Optional.empty(),
          answer instanceof Answer.Booted,
          answer instanceof Answer.Saved saved && saved.came(),
          answer instanceof Answer.Trouble trouble
              ? Optional.of(trouble.message())
              : Optional.empty(),
          took);
    }
  }
}
