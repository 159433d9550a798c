package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.SlurmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlurmTest {

  @TempDir private Path folder;

  @Test
  void everyFieldIsRead() throws IOException {
    assertThat(
            read(
                """
                partition: batch
                account: mm
                qos: low
                time: {boots: 30min, build: 90min}
                compilers: 16
                sbatch: [--exclusive, --nice=100]
                """))
        .isEqualTo(
            new SlurmOptions(
                Optional.of("batch"),
                Optional.of("mm"),
                Optional.of("low"),
                Duration.ofMinutes(30),
                Duration.ofMinutes(90),
                16,
                List.of("--exclusive", "--nice=100")));
  }

  @Test
  void nothingNeedsToBeSaid() throws IOException {
    assertThat(read("compilers: 4\n")).isEqualTo(SlurmOptions.USUAL);
  }

  @Test
  void everyProblemIsTold() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    partition: a; reboot
                    time: {boots: 3s}
                    compilers: 0
                    sbatch: [--wrap=reboot now, reboot]
                    nodes: 3
                    """))
        .isInstanceOf(BadSpecException.class)
        .hasMessageContaining("slurm.yaml:1:")
        .hasMessageContaining("a minute at least")
        .hasMessageContaining("slurm.yaml:3:")
        .hasMessageContaining("an option of sbatch")
        .hasMessageContaining("nodes");
  }

  @Test
  void whatStraddleSaysItselfIsNoOptionOfTheUser() {
    for (String option : List.of("--array=1-3", "--arr=1-3", "--wrap=true", "--no-requeue")) {
      assertThatThrownBy(() -> read("sbatch: [" + option + "]\n"))
          .as(option)
          .isInstanceOf(BadSpecException.class)
          .hasMessageContaining("slurm.yaml:1:")
          .hasMessageContaining("itself; leave it out");
    }
  }

  private SlurmOptions read(String text) throws IOException {
    Path file = folder.resolve("slurm.yaml");
    Files.writeString(file, text);
    return Slurm.options(file);
  }
}
