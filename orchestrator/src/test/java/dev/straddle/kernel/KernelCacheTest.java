package dev.straddle.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.straddle.disk.OtherJvm;
import dev.straddle.kernel.store.ArtifactStore;
import dev.straddle.model.ByteSize;
import dev.straddle.model.KernelArtifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
  void tellsWhichKernelsAndVariantsCameToAnEntry() throws Exception {
    new ArtifactStore(dir).find("new", "linux-6.12", "patched");
    new ArtifactStore(dir).find("new", "linux-6.12", "again");
    new ArtifactStore(dir).find("old", "linux-6.12", "again");
    assertThat(entry("new").kernels()).containsExactly("linux-6.12/patched");
    assertThat(entry("old").kernels()).containsExactly("linux-6.12/again");
    assertThat(entry("old").isMeantBy("linux-6.12/again")).isTrue();
    assertThat(entry("old").isMeantBy("ol")).isTrue();
    assertThat(entry("old").isMeantBy("linux-6.12")).isFalse();
  }

  @Test
  void removesWhatItIsToldTo() throws Exception {
    cache.pin(entry("old"), true);
    assertThat(cache.remove(entry("old"))).isTrue();
    assertThat(cache.remove(entry("linux"))).isTrue();
    assertThat(cache.entries()).extracting(CacheEntry::name).containsExactly("new");
  }

  @Test
  void deletesNothingThatThisProcessBoots() throws Exception {
    new ArtifactStore(dir).find("old", "linux", "patched").orElseThrow();
    assertThat(cache.collect(new ByteSize(0)))
        .extracting(CacheEntry::name)
        .containsExactly("linux", "new");
    assertThat(cache.remove(entry("old"))).isFalse();
    assertThat(dir.resolve("kernels/old/vmlinux")).exists();
  }

  @Test
  void deletesNothingThatAnotherProcessBootsUntilItEnds() throws Exception {
    Process other = OtherJvm.start(Booting.class, dir.toString(), "new");
    try {
      await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(dir.resolve("booting")));
      assertThat(cache.remove(entry("new"))).isFalse();
      assertThat(cache.collect(new ByteSize(0)))
          .extracting(CacheEntry::name)
          .containsExactly("old", "linux");
      other.destroyForcibly().waitFor();
      assertThat(cache.remove(entry("new"))).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  /** Has a kernel, in a JVM of its own. */
  static final class Booting {
    public static void main(String[] args) throws Exception {
      Path cache = Path.of(args[0]);
      new ArtifactStore(cache).find(args[1], "linux", "patched").orElseThrow();
      Files.createFile(cache.resolve("booting"));
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  void whoAsksWhileItIsDeletedGetsAWholeKernelOrNone() throws Exception {
    for (int round = 0; round < 20; round++) {
      String key = "race" + round;
      kernel(key, "2026-01-01T00:00:00Z");
      CacheEntry entry = entry(key);
      CompletableFuture<Optional<KernelArtifact>> asked =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return new ArtifactStore(dir).find(key, "linux", "patched");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      boolean deleted = cache.remove(entry);
      Optional<KernelArtifact> found = asked.get();
      assertThat(found.isPresent()).isNotEqualTo(deleted);
      found.ifPresent(kernel -> assertThat(kernel.vmlinux()).exists());
    }
  }

  private CacheEntry entry(String name) {
    return cache.entries().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
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
    cache.dropWrong();
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
