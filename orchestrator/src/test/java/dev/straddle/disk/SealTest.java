package dev.straddle.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {

  @TempDir private Path directory;
  private Path kernel;

  @BeforeEach
  void seals() throws IOException {
    kernel = Files.writeString(directory.resolve("vmlinux"), "one");
    Files.writeString(directory.resolve("config"), "y");
    Seal.put(directory, Map.of("vmlinux", "abc", "config", "def"));
  }

  @Test
  void whatNothingTouchedIsAsItWas() throws IOException {
    assertThat(Seal.broken(directory, List.of("config", "vmlinux"))).isEmpty();
    assertThat(Seal.digest(kernel)).contains("abc");
  }

  @Test
  void aFileThatIsWrittenAgainBreaksItsSealAlthoughItsTimeIsSetBack() throws IOException {
    var before = Files.getLastModifiedTime(kernel);
    Files.writeString(kernel, "two");
    Files.setLastModifiedTime(kernel, before);

    assertThat(Seal.broken(directory, List.of("config", "vmlinux"))).containsExactly("vmlinux");
    assertThat(Seal.digest(kernel)).isEmpty();
  }

  @Test
  void aFileThatWasNeverSealedHasNoDigest() throws IOException {
    Path other = Files.writeString(directory.resolve("bzImage"), "three");
    assertThat(Seal.digest(other)).isEmpty();
    assertThat(Seal.digest(Files.createDirectory(directory.resolve("d")).resolve("absent")))
        .isEmpty();
  }

  @Test
  void aSealOfAnotherFormIsNone() throws IOException {
    Files.writeString(directory.resolve(".intact"), "1 2 3\tvmlinux\n");
    assertThat(Seal.broken(directory, List.of("vmlinux"))).containsExactly("vmlinux");
    assertThat(Seal.digest(kernel)).isEmpty();
  }
}
