package dev.straddle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleLogTest {

  private static final String NOISE = "[    1.000000] noise\n".repeat(50_000);
  private static final String OOPS = "[    2.000000] BUG: unable to handle page fault\n";

  @TempDir private Path directory;

  @Test
  void keepsEverythingBelowTheLimit() throws IOException {
    try (ConsoleLog log = new ConsoleLog(file())) {
      say(log, "one\n");
      assertThat(file()).hasContent("one\n");
      say(log, "two\n");
    }
    assertThat(file()).hasContent("one\ntwo\n");
  }

  @Test
  void theDigestIsOfTheFile() throws Exception {
    ConsoleLog log = new ConsoleLog(file());
    noise(log, 40);
    assertThat(log.sha256()).isEmpty();
    log.close();

    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file()));
    assertThat(log.sha256()).contains(HexFormat.of().formatHex(digest));
  }

  @Test
  void keepsTheBeginningTheEndAndTheSurroundingsOfACrashOfAnEndlessConsole() throws IOException {
    long seen;
    long kept;
    try (ConsoleLog log = new ConsoleLog(file())) {
      say(log, "first words\n");
      noise(log, 40);
      say(log, "just before\n" + OOPS);
      log.crashSeen();
      say(log, "just after\n");
      noise(log, 40);
      say(log, "last words\n");
      seen = log.bytesSeen();
      kept = log.bytesKept();
    }
    String text = Files.readString(file());
    assertThat(text)
        .startsWith("first words\n")
        .contains("just before\n" + OOPS + "just after\n")
        .endsWith("last words\n");
    assertThat(text.length())
        .isLessThan(
            ConsoleLog.HEAD_BYTES + 2 * ConsoleLog.TAIL_BYTES + ConsoleLog.CRASH_BYTES + 1024);
    assertThat(seen).isGreaterThan(80_000_000);
    String notes = text.replaceAll("(?m)^(?!\\[straddle: ).*\n", "");
    long leftOut =
        notes
            .lines()
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+(\\d+) bytes.*", "$1")))
            .sum();
    assertThat(notes.lines()).hasSize(2);
    assertThat(kept + leftOut).isEqualTo(seen);
  }

  @Test
  void manyCrashesDoNotLiftTheLimit() throws IOException {
    try (ConsoleLog log = new ConsoleLog(file())) {
      for (int i = 0; i < 100; i++) {
        noise(log, 3);
        log.crashSeen();
      }
    }
    assertThat(Files.size(file())).isLessThan(40 << 20);
  }

  private static void noise(ConsoleLog log, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      say(log, NOISE);
    }
  }

  private static void say(ConsoleLog log, String text) throws IOException {
    log.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private Path file() {
    return directory.resolve("console.log");
  }
}
