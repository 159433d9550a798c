package dev.straddle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.InfraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeDirectoryTest {

  @TempDir private Path parent;

  @Test
  void isPrivateAndGoneAfterwards() throws IOException {
    Path path;
    try (RuntimeDirectory directory = make()) {
      path = directory.path();
      Files.createFile(path.resolve("console"));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void removesWhatAKilledStraddleLeftButNotWhatIsInUse() throws IOException {
    Path abandoned = Files.createDirectory(parent.resolve("straddle-999999999-1"));
    Files.createFile(abandoned.resolve("lock"));
    Files.createFile(abandoned.resolve("qmp"));
    Path foreign = Files.createDirectory(parent.resolve("straddle-notes"));
    try (RuntimeDirectory first = make();
        RuntimeDirectory second = make()) {
      assertThat(abandoned).doesNotExist();
      assertThat(foreign).exists();
      assertThat(first.path()).exists();
      assertThat(second.path()).exists();
    }
  }

  @Test
  void leavesAloneWhatALivingStraddleHasMadeAndNotYetLocked() throws IOException {
    Path fresh =
        Files.createDirectory(
            parent.resolve("straddle-" + ProcessHandle.current().pid() + "-fresh"));
    Files.createFile(fresh.resolve("lock"));
    try (RuntimeDirectory other = make()) {
      assertThat(fresh.resolve("lock")).exists();
      assertThat(other.path()).exists();
    }
  }

  @Test
  void refusesAPathTooLongForSockets() throws IOException {
    Path deep = Files.createDirectories(parent.resolve("d".repeat(90)));
    assertThatThrownBy(() -> RuntimeDirectory.make(List.of(deep.toString())))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("XDG_RUNTIME_DIR");
    assertThat(deep).isEmptyDirectory();
  }

  private RuntimeDirectory make() {
    return RuntimeDirectory.make(List.of(parent.toString()));
  }
}
