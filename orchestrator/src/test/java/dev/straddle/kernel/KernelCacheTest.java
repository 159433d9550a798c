package dev.straddle.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.kernel.store.ArtifactStore;
import dev.straddle.model.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {

  @TempDir Path dir;
  private KernelCache cache;

  @BeforeEach
  void fill() throws Exception {
    cache = new KernelCache(dir);
    kernel("old", "2020-01-01T00:00:00Z");
    kernel("new", "2026-01-01T00:00:00Z");
    Files.createDirectories(dir.resolve("trees/linux/source"));
    Files.writeString(dir.resolve("trees/linux/source/Makefile"), "x".repeat(5000));
    Files.setLastModifiedTime(
        dir.resolve("trees/linux"), FileTime.from(Instant.parse("2023-01-01T00:00:00Z")));
  }

  @Test
  void listsTheLongestUnusedFirst() {
    assertThat(cache.entries()).extracting(CacheEntry::name).containsExactly("old", "linux", "new");
    assertThat(cache.entries().get(1).bytes()).isEqualTo(5000);
    assertThat(cache.entries().get(0).about()).isEqualTo("6.12.0-old");
  }

  @Test
  void useMakesAnEntryYoung() throws Exception {
    new ArtifactStore(dir).find("old", "linux", "patched");
    assertThat(cache.entries()).extracting(CacheEntry::name).last().isEqualTo("old");
  }

  @Test
  void deletesTheLongestUnusedUntilTheRestFits() throws Exception {
    long newest = cache.entries().get(2).bytes();
    assertThat(cache.collect(new ByteSize(newest + 5000)))
        .extracting(CacheEntry::name)
        .containsExactly("old");
    assertThat(cache.collect(new ByteSize(0)))
        .extracting(CacheEntry::name)
        .containsExactly("linux", "new");
    assertThat(dir.resolve("kernels")).isEmptyDirectory();
  }

  @Test
  void keepsWhatIsPinned() throws Exception {
    cache.pin(cache.entries().get(0), true);
    cache.collect(new ByteSize(0));
    assertThat(cache.entries()).extracting(CacheEntry::name).containsExactly("old");
    cache.pin(cache.entries().get(0), false);
    cache.collect(new ByteSize(0));
    assertThat(cache.entries()).isEmpty();
  }

  @Test
  void deletesOldLeftoversAndNoYoungOnes() throws Exception {
    Path old = Files.createDirectories(dir.resolve("kernels/.partial-old"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    Path young = Files.createDirectories(dir.resolve("kernels/.partial-young"));
    cache.collect(ByteSize.parse("1GiB"));
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void findsEveryDamage() throws Exception {
    assertThat(cache.verify()).isEmpty();
    Path kernel = dir.resolve("kernels/new");
    Files.writeString(kernel.resolve("bzImage"), "IMAGE"); // as long as before
    Files.delete(kernel.resolve("config"));
    Files.writeString(dir.resolve("kernels/old/artifact.json"), "{");
    assertThat(cache.verify())
        .containsExactlyInAnyOrder(
            "new: bzImage is not what was stored",
            "new: config is missing",
            "old: artifact.json is missing or unreadable");
    cache.drop("new");
    cache.drop("old");
    assertThat(cache.verify()).isEmpty();
  }

  private void kernel(String key, String lastUsed) throws Exception {
    Path built = Files.createDirectories(dir.resolve("built"));
    new ArtifactStore(dir)
        .put(
            new ArtifactStore.Description(
                ArtifactStore.Description.SCHEMA,
                key,
                "1",
                "6.12.0-" + key,
                "c0ffee",
                "gcc",
                64,
                List.of(),
                "",
                Map.of()),
            Map.of(
                "bzImage", Files.writeString(built.resolve("i"), "image"),
                "vmlinux", Files.writeString(built.resolve("v"), "elf"),
                "config", Files.writeString(built.resolve("c"), "CONFIG_A=y\n")));
    for (String file : List.of("i", "v", "c")) {
      Files.delete(built.resolve(file));
    }
    Files.setLastModifiedTime(
        dir.resolve("kernels").resolve(key), FileTime.from(Instant.parse(lastUsed)));
  }
}
