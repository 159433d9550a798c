package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.BuildFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {

  /** A command that ends in trouble. */
  @Command
  private record Troubled(Exception trouble) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw trouble;
    }
  }

  private final StringWriter err = new StringWriter();

  private int execute(Exception trouble) {
    CommandLine straddle =
        Main.commandLine()
            .addSubcommand("troubled", new Troubled(trouble))
            .setErr(new PrintWriter(err));
    return straddle.execute("troubled");
  }

  @Test
  void aKernelThatDoesNotBuildIsNoBugOfStraddle() {
    int status =
        execute(
            new BuildFailedException(
                new BuildFailure("k", "v", "compile", "mm/x.c:3: error", "/l/k-v.log")));

    assertThat(status).isEqualTo(ExitStatus.NO_ANSWER);
    assertThat(err.toString().lines())
        .containsExactly(
            "k/v: BUILD_FAILED in step compile", "  mm/x.c:3: error", "  log: /l/k-v.log");
  }

  @Test
  void aBugShowsItsTrace() {
    int status = execute(new IllegalStateException("cannot be"));

    assertThat(status).isEqualTo(ExitStatus.NO_ANSWER);
    assertThat(err.toString())
        .contains("internal error", "IllegalStateException: cannot be", "at dev.straddle");
  }
}
