package dev.straddle.night;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.history.Chronicle;
import dev.straddle.history.History;
import dev.straddle.model.NightlySpec;
import dev.straddle.report.SampleRun;
import dev.straddle.runs.NightRecord;
import dev.straddle.runs.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MorningTest {

  private static final Instant NIGHT = Instant.parse("2026-01-01T22:00:00Z");

  @TempDir private Path folder;

  @Test
  void oneThatFailsKeepsBackNoneOfTheOthers() throws IOException, InterruptedException {
    Path blocked = Files.writeString(folder.resolve("blocked"), "no directory\n");
    List<String> trouble = morning(blocked.resolve("site")).tell(chronicle());
    assertThat(trouble).singleElement().asString().startsWith("the pages were not written: ");
    assertThat(folder.resolve("runs/night/night.txt")).content().contains("mine: the first night");
    assertThat(folder.resolve("mail"))
        .content()
        .contains("Subject: [straddle] mine: the first night")
        .contains("the pages were not written");
  }

  @Test
  void aNightWithoutAReportIsToldOf() throws InterruptedException {
    assertThat(morning(folder.resolve("site")).noReport("no space left on device")).isEmpty();
    assertThat(folder.resolve("mail"))
        .content()
        .contains("Subject: [straddle] mine: no report")
        .contains("no space left on device");
  }

  private Morning morning(Path site) {
    return new Morning(
        NightScene.nightly(
            Optional.of(
                new NightlySpec.Mail(
                    "a@example.org",
                    List.of("b@example.org"),
                    new NightlySpec.Route.Program(
                        List.of("tee", folder.resolve("mail").toString())))),
            folder.resolve("mine.yaml")),
        folder.resolve("runs"),
        site,
        true);
  }

  private Chronicle chronicle() {
    RunDirectory.create(folder.resolve("runs"), "night").write(SampleRun.fixed());
    return new Chronicle("mine", List.of(told("night")), History.EMPTY, Map.of());
  }

  private static Chronicle.Told told(String run) {
    return new Chronicle.Told(
        run,
        NightRecord.beginning("mine", NIGHT, NIGHT, List.of()).over(NIGHT, List.of(), List.of()),
        new TreeMap<>(),
        List.of());
  }
}
