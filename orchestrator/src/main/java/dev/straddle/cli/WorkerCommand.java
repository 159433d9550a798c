package dev.straddle.cli;

import dev.straddle.lab.TaskWorker;
import dev.straddle.verdict.ExitStatus;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code straddle worker}: what a scheduler starts on a node. */
@Command(
    name = "worker",
    hidden = true,
    description = {
      "Does the builds and boots of a file that straddle --on slurm has written, on this machine.",
      "Started again with the same file it does what is missing."
    })
final class WorkerCommand extends Subcommand {

  /** Slurm's name of a node, which need not be that of the machine. */
  private static final String NODE = "SLURMD_NODENAME";

  @Parameters(paramLabel = "FILE", description = "What to do.")
  private Path file;

  @Override
  public Integer call() throws InterruptedException {
    Optional<String> node = Optional.ofNullable(System.getenv(NODE));
    TaskWorker.work(file, node, lab -> stopping(lab::stop));
    return ExitStatus.AS_EXPECTED;
  }
}
