package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.verdict.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("says where straddle is at home, for the whole JVM")
class KernelsAddCommandTest extends CommandTest {

  @TempDir Path home;
  private Path series;

  @BeforeEach
  void moveHome() throws Exception {
    System.setProperty("straddle.home", home.toString());
    Path config = Files.createDirectories(home.resolve("kernels/config"));
    Files.createFile(config.resolve("boot.config"));
    Files.createFile(config.resolve("pmem.config"));
    series =
        Files.writeString(
            home.resolve("it's mine.mbox"), "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n");
    Files.createFile(home.resolve("Kbuild"));
    Files.createFile(home.resolve(".git"));
    Path matrices = Files.createDirectories(home.resolve("matrices"));
    Files.copy(Path.of("../matrices/pgd-sync.yaml"), matrices.resolve("pgd-sync.yaml"));
  }

  @Test
  void whatCannotBeIsToldAtOnceAndNothingIsWritten() throws Exception {
    Path file = Files.writeString(home.resolve("kernels/there.yaml"), "mine");
    assertThat(add("there", "--directory", home.toString(), "--series", series.toString()))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(file).hasContent("mine");
    assertThat(add("other", "--directory", home.toString(), "--series", "/no/such/series"))
        .isEqualTo(ExitStatus.USAGE);
    Path empty = Files.createFile(home.resolve("empty.mbox"));
    assertThat(add("other", "--directory", home.toString(), "--series", empty.toString()))
        .isEqualTo(ExitStatus.USAGE);
    Path matrices = home.resolve("matrices");
    assertThat(add("other", "--directory", matrices.toString())).isEqualTo(ExitStatus.USAGE);
    assertThat(add("other", "--directory", home.toString(), "--has-series"))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(add("No Name", "--directory", home.toString())).isEqualTo(ExitStatus.USAGE);
    Files.delete(home.resolve(".git"));
    assertThat(add("other", "--directory", home.toString())).isEqualTo(ExitStatus.USAGE);
    assertThat((out.toString() + err).lines().filter(line -> line.startsWith("straddle:")))
        .containsExactly(
            "straddle: there is a kernel or matrix 'there' already",
            "straddle: there is no series /no/such/series",
            "straddle: " + empty + " holds no patches",
            "straddle: " + matrices + " is no kernel tree",
            "straddle: --has-series names no series",
            "straddle: 'No Name' is no name for a kernel",
            "straddle: " + home + " is no git work tree");
    assertThat(home.resolve("kernels/other.yaml")).doesNotExist();
  }

  private int add(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "kernels";
    all[1] = "add";
    System.arraycopy(words, 0, all, 2, words.length);
    return straddle(all);
  }
}
