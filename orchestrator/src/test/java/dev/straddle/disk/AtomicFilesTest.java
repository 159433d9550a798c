package dev.straddle.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  @TempDir private Path dir;

  @Test
  void whatDoesNotGetWholeLeavesTheFormerFileAlone() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "before");
    AtomicFiles.Content tooMuch =
        out -> {
          out.write("half");
          throw new IOException("No space left on device");
        };
    assertThatThrownBy(() -> AtomicFiles.replaceForGood(file, tooMuch))
        .isInstanceOf(IOException.class);
    Path folder = Files.createDirectories(dir.resolve("folder/in it"));
    assertThatThrownBy(() -> AtomicFiles.replace(folder.getParent(), new byte[1]))
        .isInstanceOf(IOException.class);

    assertThat(file).hasContent("before");
    assertThat(Files.list(dir)).containsExactlyInAnyOrder(file, folder.getParent());
  }

  @Test
  void whatAKilledProcessHadBegunToWriteIsTidiedAway() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    long alive = ProcessHandle.current().pid();
    Path begun = Files.createFile(dir.resolve(".run.json." + alive + ".unfinished"));
    Files.createFile(dir.resolve(".run.json." + gone.pid() + ".unfinished"));
    Path other = Files.createFile(dir.resolve("run.json"));
    AtomicFiles.tidy(dir);
    assertThat(Files.list(dir)).containsExactlyInAnyOrder(begun, other);
  }
}
