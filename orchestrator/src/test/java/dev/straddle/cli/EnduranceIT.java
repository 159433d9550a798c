package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixty boots in one go while QEMU and straddle itself are killed, guests misbehave, and the disk
 * is full for a while; {@code benchmarks/endurance.sh} makes a thousand of them.
 */
class EnduranceIT {

  private static final Path SCRIPT = Path.of("../benchmarks/endurance.sh").toAbsolutePath();

  @TempDir private Path scratch;

  @Test
  void everyWordIsRightAndNothingIsLeft() throws Exception {
    assumeTrue(
        new ProcessBuilder("sh", "-c", "command -v python3 && command -v pgrep").start().waitFor()
            == 0,
        "no python3 or no pgrep here: apt-get install python3 procps");
    Path said = scratch.resolve("said.txt");
    Process process =
        new ProcessBuilder("bash", SCRIPT.toString(), "-n", "60", "-k", "2", "-l", "1", "-f", "10")
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(40, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    assertThat(Files.readString(said)).contains("60 records");
  }
}
