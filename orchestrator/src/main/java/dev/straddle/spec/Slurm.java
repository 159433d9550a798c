package dev.straddle.spec;

import dev.straddle.model.SlurmOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads how to ask a cluster; the fields are described in {@code schemas/slurm.schema.json}. */
public final class Slurm {

  /** What a task is and how straddle hears of it. */
  private static final List<String> OWN =
      List.of(
          "--array",
          "--cpus-per-task",
          "--job-name",
          "--no-requeue",
          "--nodes",
          "--ntasks",
          "--open-mode",
          "--output",
          "--parsable",
          "--requeue",
          "--test-only",
          "--wait",
          "--wrap");

  private Slurm() {}

  /**
   * The options in a file.
   *
   * @throws BadSpecException with every problem of the file
   */
  public static SlurmOptions options(Path file) {
    SpecFile<SlurmOptions> read = read(file);
    if (!read.problems().isEmpty()) {
      throw new BadSpecException(read.problems());
    }
    return read.spec().orElseThrow();
  }

  static SpecFile<SlurmOptions> read(Path file) {
    SlurmOptions usual = SlurmOptions.USUAL;
    Reading reading = new Reading(file, Optional.empty());
    Optional<Fields> document = reading.document();
    if (document.isEmpty()) {
      return reading.finish(() -> null);
    }
    Fields fields = document.get();
    Optional<String> partition = name(fields, "partition");
    Optional<String> account = name(fields, "account");
    Optional<String> qos = name(fields, "qos");
    Optional<Fields> time = fields.mapping("time");
    Duration boots = time(time, "boots", usual.boots());
    Duration build = time(time, "build", usual.build());
    time.ifPresent(Fields::done);
    Integer compilers = fields.optional("compilers", usual.compilers(), Scalars.integer(1, 1024));
    List<String> further = fields.list("sbatch", Slurm::option);
    fields.done();
    return reading.finish(
        () -> new SlurmOptions(partition, account, qos, boots, build, compilers, further));
  }

  private static Optional<String> name(Fields fields, String field) {
    return Optional.ofNullable(fields.optional(field, null, Slurm::slurmName));
  }

  private static Duration time(Optional<Fields> time, String field, Duration usual) {
    return time.map(t -> t.optional(field, usual, Slurm::minutes)).orElse(usual);
  }

  /** Slurm counts the time of a job in minutes. */
  private static Duration minutes(String value) {
    Duration duration = Scalars.duration(value);
    if (duration.toMinutes() < 1) {
      throw new IllegalArgumentException("expects a minute at least, not '" + value + "'");
    }
    return duration;
  }

  private static String slurmName(String value) {
    if (!value.matches("[A-Za-z0-9_.,:+-]+")) {
      throw new IllegalArgumentException("expects a name as Slurm has it, not '" + value + "'");
    }
    return value;
  }

  private static String option(String value) {
    if (!value.matches("--[a-z-]+(=\\S*)?")) {
      throw new IllegalArgumentException(
          "expects an option of sbatch, as in --exclusive or --nice=100, not '" + value + "'");
    }
    String name = value.split("=", 2)[0];
    if (OWN.stream().anyMatch(own -> own.startsWith(name))) { // sbatch takes shortened names
      throw new IllegalArgumentException("straddle says " + name + " itself; leave it out");
    }
    return value;
  }
}
