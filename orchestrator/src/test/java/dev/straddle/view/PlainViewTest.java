package dev.straddle.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.BuildFailure;
import dev.straddle.model.WorkEvent;
import dev.straddle.run.RunEvent;
import dev.straddle.text.Ansi;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody reads who has a log instead of a terminal. */
class PlainViewTest {

  private final StringWriter log = new StringWriter();
  private long now;
  private final PlainView view = new PlainView(new PrintWriter(log), new Ansi(false), () -> now);

  @AfterEach
  void close() {
    view.close();
  }

  @Test
  void aLongStepIsToldOfOnceInLessThanAMinute() {
    work(new WorkEvent.StepStarted("compile", ""));
    work(new WorkEvent.Progress(41, 1000, "objects"));
    assertThat(silentFor(49)).as("not yet").isEmpty();
    assertThat(silentFor(1))
        .isEqualTo("[   50.0] k/with: compile, 41 of 1000 objects, for 50.0 s so far\n");
    assertThat(silentFor(30)).as("said a moment ago").isEmpty();
    assertThat(silentFor(20)).contains("for 1:40 min so far");
  }

  @Test
  void nothingIsToldOfWhatHasEnded() {
    work(new WorkEvent.StepStarted("compile", ""));
    view.on(
        new RunEvent.KernelFailed(
            new BuildFailure("k", "with", "compile", "error", "", Optional.empty())));
    assertThat(silentFor(300)).isEmpty();
    work(new WorkEvent.StepStarted("fetch", ""));
    work(new WorkEvent.StepDone("fetch", Duration.ofSeconds(1)));
    assertThat(silentFor(300)).isEmpty();
  }

  private void work(WorkEvent event) {
    view.on(new RunEvent.KernelWork("k", "with", event));
  }

  private String silentFor(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
    int before = log.getBuffer().length();
    view.look();
    return log.toString().substring(before);
  }
}
