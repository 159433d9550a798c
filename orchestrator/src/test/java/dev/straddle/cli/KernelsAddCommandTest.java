package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.spec.Specs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("says where straddle is at home, for the whole JVM")
class KernelsAddCommandTest {

  @TempDir Path home;
  private final StringWriter output = new StringWriter();
  private String before;
  private Path series;

  @BeforeEach
  void moveHome() throws Exception {
    before = System.getProperty("straddle.home", "");
    System.setProperty("straddle.home", home.toString());
    Path config = Files.createDirectories(home.resolve("kernels/config"));
    Files.createFile(config.resolve("boot.config"));
    Files.createFile(config.resolve("pmem.config"));
    series = Files.createFile(home.resolve("it's mine.mbox"));
    Files.createFile(home.resolve("Kbuild"));
    Path matrices = Files.createDirectories(home.resolve("matrices"));
    Files.copy(Path.of("../matrices/pgd-sync.yaml"), matrices.resolve("pgd-sync.yaml"));
  }

  @AfterEach
  void moveBack() {
    System.setProperty("straddle.home", before);
  }

  @Test
  void writesAFileThatCanBeRead() {
    assertThat(add("mine", "--directory", home.toString(), "--series", series.toString())).isZero();
    KernelSpec mine = Specs.load(home).kernel("mine").orElseThrow();
    assertThat(mine.source()).isEqualTo(new KernelSource.Directory(home));
    assertThat(mine.variant("unpatched").orElseThrow().series()).isEmpty();
    assertThat(mine.variant("patched").orElseThrow().series())
        .containsExactly(new PatchSource.Files(series, false));
    MatrixSpec matrix = Specs.load(home).matrices().get("mine").spec().orElseThrow();
    assertThat(matrix.kernels()).containsExactly("mine");
    assertThat(matrix.guests()).containsKey("pgd-straddle");
    assertThat(output.toString())
        .contains("--apply-only --onto mine/unpatched", "then: straddle run mine");
  }

  @Test
  void takesTheSeriesOffATreeThatHasIt() {
    assertThat(
            add(
                "mine",
                "--git",
                "https://example.org/linux.git",
                "--ref",
                "v6.12",
                "--series",
                series.toString(),
                "--has-series"))
        .isZero();
    KernelSpec mine = Specs.load(home).kernel("mine").orElseThrow();
    assertThat(mine.source())
        .isEqualTo(new KernelSource.Git("https://example.org/linux.git", "v6.12"));
    assertThat(mine.variant("unpatched").orElseThrow().series())
        .containsExactly(new PatchSource.Files(series, true));
    assertThat(mine.variant("patched").orElseThrow().series()).isEmpty();
  }

  @Test
  void overwritesNothingAndLeavesNothingFaulty() throws Exception {
    Path file = Files.writeString(home.resolve("kernels/there.yaml"), "mine");
    assertThat(add("there", "--directory", home.toString(), "--series", series.toString()))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(file).hasContent("mine");
    assertThat(add("other", "--directory", home.toString(), "--series", "/no/such/series"))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(output.toString()).contains("there is no series /no/such/series");
    assertThat(home.resolve("kernels/other.yaml")).doesNotExist();
    Path matrices = home.resolve("matrices");
    assertThat(add("other", "--directory", matrices.toString(), "--series", series.toString()))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(output.toString()).contains(matrices + " is no kernel tree");
    assertThat(matrices.resolve("other.yaml")).doesNotExist();
    assertThat(add("No Name", "--directory", home.toString(), "--series", series.toString()))
        .isEqualTo(ExitStatus.USAGE);
  }

  private int add(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "kernels";
    all[1] = "add";
    System.arraycopy(words, 0, all, 2, words.length);
    return Main.commandLine()
        .setOut(new PrintWriter(output, true))
        .setErr(new PrintWriter(output, true))
        .execute(all);
  }
}
