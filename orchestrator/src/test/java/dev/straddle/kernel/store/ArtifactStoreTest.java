package dev.straddle.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.KernelArtifact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactStoreTest {

  private static final String KEY = "0123456789abcdef";

  @TempDir Path dir;
  private ArtifactStore store;

  @BeforeEach
  void open() {
    store = new ArtifactStore(dir);
  }

  @Test
  void findsWhatWasPutUnderItsKeyAndItsRequest() throws Exception {
    put("image");
    store.remember("request", KEY);
    KernelArtifact found = store.answer("request", "linux", "patched").orElseThrow();
    assertThat(found.key()).isEqualTo(KEY);
    assertThat(found.release()).isEqualTo("6.12.1-straddle");
    assertThat(found.structPageSize()).isEqualTo(64);
    assertThat(found.bzImage()).hasContent("image");
    assertThat(store.answer("other request", "linux", "patched")).isEmpty();
  }

  @Test
  void takesNoEntryThatIsShortOrLacksAFile() throws Exception {
    put("image");
    Path entry = dir.resolve("kernels").resolve(KEY);
    Files.writeString(entry.resolve("bzImage"), "ima");
    assertThat(store.find(KEY, "linux", "patched")).isEmpty();
    put("image");
    assertThat(store.find(KEY, "linux", "patched")).as("replaced").isPresent();
    Files.delete(entry.resolve("vmlinux"));
    assertThat(store.find(KEY, "linux", "patched")).isEmpty();
  }

  @Test
  void takesNoEntryThatAKilledProcessLeftHalfWritten() throws Exception {
    Path half = Files.createDirectories(dir.resolve("kernels/.partial-1"));
    Files.writeString(half.resolve("bzImage"), "image");
    Files.createDirectories(dir.resolve("kernels").resolve(KEY));
    assertThat(store.find(KEY, "linux", "patched")).isEmpty();
    put("image");
    assertThat(store.find(KEY, "linux", "patched")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{}", "{\"key\": \"0\"}", "{\"key\": true}", "{\"files\": 1}"})
  void takesNoEntryWhoseDescriptionIsDamaged(String description) throws Exception {
    put("image");
    Files.writeString(dir.resolve("kernels").resolve(KEY).resolve("artifact.json"), description);
    assertThat(store.find(KEY, "linux", "patched")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bzImage", "vmlinux", "config"})
  void takesNoEntryWithAFileThatWasDamaged(String name) throws Exception {
    put("image");
    assertThat(store.find(KEY, "linux", "patched")).isPresent();
    store.remember("request", KEY);
    Path file = dir.resolve("kernels").resolve(KEY).resolve(name);
    FileTime before = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    content[1] ^= 1;
    Files.write(file, content); // as long as it was
    Files.setLastModifiedTime(file, before); // and as old

    assertThat(store.find(KEY, "linux", "patched")).isEmpty();
    assertThat(store.damageOfAnswer("request"))
        .containsExactly(KEY + ": " + name + " is not what was stored");
    put("image");
    assertThat(store.find(KEY, "linux", "patched")).as("built again").isPresent();
  }

  @Test
  void anEntryOfAnEarlierVersionIsReadOnceAndTakenThen() throws Exception {
    put("image");
    Files.delete(dir.resolve("kernels").resolve(KEY).resolve(".intact"));
    assertThat(store.find(KEY, "linux", "patched")).isPresent();
    assertThat(dir.resolve("kernels").resolve(KEY).resolve(".intact")).exists();
  }

  @Test
  void aWholeEntryStaysWhenItIsBuiltOnceMore() throws Exception {
    put("image");
    Path image = store.find(KEY, "linux", "patched").orElseThrow().bzImage();
    Object before = Files.getAttribute(image, "unix:ino");
    put("image");
    assertThat(Files.getAttribute(image, "unix:ino")).isEqualTo(before);
  }

  @Test
  void leavesNothingBesideItsEntry() throws Exception {
    put("image");
    try (var list = Files.list(dir.resolve("kernels"))) {
      assertThat(list.map(p -> p.getFileName().toString())).containsExactly(KEY);
    }
  }

  private void put(String image) throws Exception {
    Path built = Files.createDirectories(dir.resolve("built"));
    store.put(
        new ArtifactStore.Description(
            ArtifactStore.Description.SCHEMA,
            KEY,
            "6.12.1-1",
            "6.12.1-straddle",
            "c0ffee",
            "gcc 12",
            64,
            List.of(),
            "",
            Map.of()),
        Map.of(
            ArtifactStore.IMAGE, Files.writeString(built.resolve("i"), image),
            ArtifactStore.VMLINUX, Files.writeString(built.resolve("v"), "elf"),
            ArtifactStore.CONFIG, Files.writeString(built.resolve("c"), "CONFIG_A=y\n"),
            ArtifactStore.SYSTEM_MAP, Files.writeString(built.resolve("s"), "0 A _text\n")));
  }
}
