package dev.straddle.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.straddle.findings.Rules;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code straddle parse --follow} on a file that somebody writes. */
class LogFollowerTest {

  private static final Path CONSOLES = Path.of("src/test/resources/consoles");

  @TempDir Path dir;

  private final StringWriter out = new StringWriter();
  private final CompletableFuture<Boolean> status = new CompletableFuture<>();
  private Path log;
  private Thread follower;

  @BeforeEach
  void follow() throws Exception {
    log = Files.writeString(dir.resolve("console.log"), "");
    LogFollower parse =
        new LogFollower(
            log.toString(), Rules.standard(), Optional.empty(), false, new PrintWriter(out));
    follower = new Thread(() -> complete(parse));
    follower.start();
  }

  private void complete(LogFollower parse) {
    try {
      status.complete(parse.run());
    } catch (IOException e) {
      status.completeExceptionally(e);
    }
  }

  @AfterEach
  void stop() {
    follower.interrupt();
  }

  @Test
  void aFindingIsToldWhenItsReportIsWhole() throws Exception {
    append("lkdtm-bug");
    await().until(() -> out.toString().contains("console.log:270: kernel BUG in lkdtm_BUG"));
    assertThat(status).isNotDone();
  }

  @Test
  void whatIsNotWholeIsToldAtTheEnd() throws Exception {
    String whole = Files.readString(CONSOLES.resolve("lkdtm-bug.console"));
    Files.writeString(log, whole.substring(0, whole.indexOf("Call Trace:")));
    await().until(() -> out.toString().contains("a report begins"));
    follower.interrupt();
    assertThat(status.get()).isTrue();
    assertThat(out.toString()).contains("kernel BUG in lkdtm_BUG");
  }

  @Test
  void aFileThatIsCutOrReplacedIsReadFromItsStart() throws Exception {
    append("lkdtm-bug");
    await().until(() -> out.toString().contains("lkdtm_BUG"));
    Files.writeString(log, "");
    await().until(() -> out.toString().contains("begins anew"));
    append("lkdtm-refcount");
    await().until(() -> out.toString().contains("console.log:261: WARNING: refcount bug"));
    Files.move(log, dir.resolve("old.log"));
    Files.writeString(log, "");
    append("lkdtm-ubsan");
    await().until(() -> out.toString().contains("console.log:272: UBSAN"));
  }

  private void append(String console) throws Exception {
    Files.write(
        log, Files.readAllBytes(CONSOLES.resolve(console + ".console")), StandardOpenOption.APPEND);
  }
}
