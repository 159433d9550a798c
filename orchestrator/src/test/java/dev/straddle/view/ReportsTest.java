package dev.straddle.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.runs.RunDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

  @TempDir private Path runs;

  @Test
  void aPageThatIsNotThereIsNotPromised() {
    RunDirectory run = RunDirectory.create(runs, "one");
    assertThat(Reports.place(run))
        .isEqualTo("report: not written; straddle report " + run.path() + " does it");

    run.write(RunDirectory.REPORT, out -> out.write("page"));
    assertThat(Reports.place(run)).isEqualTo("report: " + run.path() + "/report/index.html");
  }
}
