package dev.straddle.cli;

import dev.straddle.process.StopOnSignal;
import dev.straddle.verdict.ExitStatus;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every command has; by itself one that only groups others, and says so. */
abstract class Subcommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    spec.commandLine().usage(out());
    return ExitStatus.AS_EXPECTED;
  }

  final CommandSpec spec() {
    return spec;
  }

  /** For what was asked for. */
  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** For how it goes on, and for trouble. */
  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Stops work at the first signal; to be closed when the work is done. */
  final StopOnSignal stopping(Runnable stop) {
    PrintWriter err = err();
    return new StopOnSignal(
        stop,
        line -> {
          err.println(line);
          err.flush();
        });
  }
}
