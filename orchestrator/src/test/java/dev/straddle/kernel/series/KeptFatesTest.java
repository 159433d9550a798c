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
class KeptFatesTest {

  @TempDir Path dir;

  @Test
  void whatWasTriedIsToldAgain() throws Exception {
    KeptFates kept = new KeptFates(dir.resolve("fates"));
    Series series = series("a.patch", 5);
    String key = KeptFates.key("source", Series.of(List.of()), series);
    assertThat(kept.of(key)).isEmpty();
    List<PatchFate> fates =
        List.of(
            new PatchFate("one", PatchFate.Kind.APPLIES_WITH_OFFSET, List.of("by 3 lines")),
            new PatchFate(
                "two",
                PatchFate.Kind.DOES_NOT_APPLY,
                List.of("patch failed"),
                List.of(new PatchFate.Misfit("mm/x.c", 12, "int f(void)"))));
    kept.keep(key, fates);
    assertThat(kept.of(key)).contains(fates);

    Files.writeString(dir.resolve("fates/" + key + ".json"), "[{");
    assertThat(kept.of(key)).as("a damaged file tells nothing").isEmpty();
  }

  @Test
  void anotherTrialIsAnother() throws Exception {
    Series none = Series.of(List.of());
    Series series = series("a.patch", 5);
    String key = KeptFates.key("source", none, series);
    assertThat(KeptFates.key("source", none, series("a.patch", 5))).isEqualTo(key);
    assertThat(
            List.of(
                KeptFates.key("other", none, series),
                KeptFates.key("source", series, series),
                KeptFates.key("source", none, series("a.patch", 6)),
                KeptFates.key("source", none, series("b.patch", 5))))
        .doesNotContain(key)
        .doesNotHaveDuplicates();
  }

  private Series series(String name, int line) throws Exception {
    Path file = Files.writeString(dir.resolve(name), mail("[PATCH] one").changing(line).text());
    return Series.read(new PatchSource.Files(file, false));
  }
}
