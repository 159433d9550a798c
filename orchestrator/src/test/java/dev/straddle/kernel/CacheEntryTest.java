package dev.straddle.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheEntryTest {

  private static final String KEY = "d7117e402651" + "0".repeat(52);

  @Test
  void aLineFitsTheScreenWithAsManyOfItsKernelsAsItCan() {
    CacheEntry entry =
        entry("kernel", KEY, "6.12.117-straddle-d7117e402651", "k/one", "linux-6.12/with", "k/two");

    assertThat(entry.toString())
        .endsWith("d7117e402651  k/one, linux-6.12/with, k/two  6.12.117-straddle-d7117e402651");
    assertThat(entry.toString(90)).endsWith("  d7117e402651  k/one, linux-6.12/with, k/two");
    assertThat(entry.toString(70)).hasSizeLessThan(70).endsWith("  d7117e402651  k/one, 2 more");
    assertThat(entry("kernel", KEY, "6.12.117-straddle-d7117e402651").toString(70))
        .hasSize(70)
        .endsWith("6.12.117-straddle…");
    assertThat(entry.toString(Integer.MAX_VALUE)).isEqualTo(entry.toString());
  }

  @Test
  void keysInNamesAreShortened() {
    assertThat(entry("tree", "directory_" + KEY, "").toString())
        .endsWith(" directory_d7117e402651");
    assertThat(CacheEntry.shortened("linux-source-6.12_6.12.1"))
        .isEqualTo("linux-source-6.12_6.12.1");
  }

  private static CacheEntry entry(String kind, String name, String about, String... kernels) {
    return new CacheEntry(
        kind, name, about, List.of(kernels), Path.of(name), 1 << 20, Instant.EPOCH, false);
  }
}
