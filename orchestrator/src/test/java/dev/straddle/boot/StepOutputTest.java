package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepOutputTest {

  @TempDir private Path directory;

  @Test
  void theFileHasTheBeginningAndTheEndIsAtHand() throws IOException {
    Path file = directory.resolve("step.log");
    StepOutput output = new StepOutput(file);
    try (output) {
      for (int i = 0; i < 100_000; i++) {
        output.write(("line " + i + " of many\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(Files.size(file)).isEqualTo(1 << 20);
    assertThat(Files.readString(file)).startsWith("line 0 of many\nline 1 of");
    assertThat(output.end()).endsWith("line 99999 of many").hasSizeBetween(4000, 4096);
    assertThat(output.trouble()).isEmpty();
  }

  @Test
  void oneLongWriteLeavesItsEnd() throws IOException {
    StepOutput output = new StepOutput(directory.resolve("step.log"));
    try (output) {
      output.write("before ".getBytes(StandardCharsets.UTF_8));
      output.write(("x".repeat(5000) + "end").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(output.end()).hasSize(4096).endsWith("xend");
  }

  /** An exception would end the connection of the guest whose output it is. */
  @Test
  void aFullDiskIsToldAndNotThrown() {
    CappedOutput capped =
        new CappedOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("no space left");
              }
            },
            100);
    try (capped) {
      capped.write(new byte[] {1, 2, 3}, 0, 3);
      capped.write(4);
    }
    assertThat(capped.trouble()).get().extracting(Throwable::getMessage).isEqualTo("no space left");
  }
}
