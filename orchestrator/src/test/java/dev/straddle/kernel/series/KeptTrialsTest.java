package dev.straddle.kernel.series;

import static dev.straddle.kernel.series.Mails.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.PatchSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial that was made is told again, and only that one. */
class KeptTrialsTest {

  @TempDir Path dir;

  @Test
  void whatWasTriedIsToldAgain() throws Exception {
    KeptTrials kept = new KeptTrials(dir.resolve("trials"));
    Series series = series("a.patch", 5);
    String key = KeptTrials.key("source", Series.of(List.of()), series);
    assertThat(kept.of(key)).isEmpty();
    List<PatchTrial> trials =
        List.of(
            new PatchTrial("one", PatchTrial.Kind.APPLIES_WITH_OFFSET, List.of("by 3 lines")),
            new PatchTrial(
                "two",
                PatchTrial.Kind.DOES_NOT_APPLY,
                List.of("patch failed"),
                List.of(new PatchTrial.Misfit("mm/x.c", 12, "int f(void)"))));
    kept.keep(key, trials);
    assertThat(kept.of(key)).contains(trials);

    Files.writeString(dir.resolve("trials/" + key + ".json"), "[{");
    assertThat(kept.of(key)).as("a damaged file tells nothing").isEmpty();
  }

  @Test
  void anotherTrialIsAnother() throws Exception {
    Series none = Series.of(List.of());
    Series series = series("a.patch", 5);
    String key = KeptTrials.key("source", none, series);
    assertThat(KeptTrials.key("source", none, series("a.patch", 5))).isEqualTo(key);
    assertThat(
            List.of(
                KeptTrials.key("other", none, series),
                KeptTrials.key("source", series, series),
                KeptTrials.key("source", none, series("a.patch", 6)),
                KeptTrials.key("source", none, series("b.patch", 5))))
        .doesNotContain(key)
        .doesNotHaveDuplicates();
  }

  private Series series(String name, int line) throws Exception {
    Path file = Files.writeString(dir.resolve(name), mail("[PATCH] one").changing(line).text());
    return Series.read(new PatchSource.Files(file, false));
  }
}
