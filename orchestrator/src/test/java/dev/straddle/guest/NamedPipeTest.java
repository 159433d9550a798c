package dev.straddle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NamedPipeTest {

  @TempDir private Path directory;

  /** A pipe takes 64 KiB: whoever writes more would wait for ever if nobody read. */
  @Test
  @Timeout(60)
  void aListenerThatFailsIsToldOfAndKeepsNobodyWaiting() throws Exception {
    Path file = directory.resolve("console.out");
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    NamedPipe pipe = NamedPipe.outputOf(directory, "console");
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    pipe.readTo(
        bytes -> {
          throw new IllegalStateException("cannot hear");
        },
        failure::complete);

    try (RandomAccessFile qemu = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < 8; i++) {
        qemu.write(new byte[64 << 10]);
      }
    }
    pipe.end();

    assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessage("cannot hear");
  }
}
