package dev.straddle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {

  @TempDir Path dir;

  @Test
  void hearsBothStreamsAndTheStatus() throws Exception {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    Result result =
        Command.of("sh", "-c", "echo one; echo two >&2; printf three; exit 3")
            .heardBy((channel, line) -> lines.add(channel + " " + line))
            .run();
    assertThat(result.exit()).isEqualTo(new Exit.Exited(3));
    assertThat(result.ok()).isFalse();
    assertThat(lines).containsExactlyInAnyOrder("OUT one", "ERR two", "OUT three");
    assertThat(result.describe()).contains("exited with status 3", "  | three");
  }

  @Test
  void passesWordsUntouchedAndNoInput() throws Exception {
    Result result = Command.of("printf", "%s\n", "a b", "$HOME", "'\"*;", "").run();
    assertThat(result.tail()).containsExactly("a b", "$HOME", "'\"*;", "");
    assertThat(Command.of("cat").run().exit()).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void runsInItsDirectoryWithItsEnvironmentAndLog() throws Exception {
    Path log = dir.resolve("log");
    Result result =
        Command.of("sh", "-c", "pwd; echo $WORD")
            .in(dir)
            .with(Map.of("WORD", "edge"))
            .loggedTo(log)
            .run();
    assertThat(result.ok()).isTrue();
    assertThat(Files.readAllLines(log)).containsExactly(dir.toRealPath().toString(), "edge");
  }

  @Test
  void seesOfOursWhatItIsToInherit() throws Exception {
    Result result =
        Command.of("/usr/bin/env")
            .inheriting(Set.of("PATH", "NO_SUCH"))
            .with(Map.of("WORD", "edge"))
            .run();
    assertThat(result.tail())
        .filteredOn(line -> !line.matches("(PWD|OLDPWD|SHLVL|_)=.*")) // of the shell in between
        .containsExactlyInAnyOrder("PATH=" + System.getenv("PATH"), "WORD=edge");
  }

  @Test
  void tellsASignalFromAStatus() throws Exception {
    assertThat(Command.of("sh", "-c", "kill -SEGV $$").run().exit())
        .isEqualTo(new Exit.Signalled(11));
  }

  @Test
  void saysWhatCannotStart() throws Exception {
    assertThat(Command.of("no-such-program-here").run().exit())
        .isEqualTo(new Exit.CouldNotStart("no program 'no-such-program-here' on PATH"));
    assertThat(Command.of("./nothing").in(dir).run().exit())
        .isEqualTo(new Exit.CouldNotStart("no executable file ./nothing"));
    assertThat(Command.of("true").in(dir.resolve("gone")).run().exit())
        .isEqualTo(new Exit.CouldNotStart("no directory " + dir.resolve("gone")));
  }

  @Test
  void endsALineAtAReturnToo() throws Exception {
    assertThat(Command.of("printf", "10%%\\r20%%\\r\\n\\nend").run().tail())
        .containsExactly("10%", "20%", "", "end");
  }

  @Test
  void keepsOnlyTheTail() throws Exception {
    Result result = Command.of("seq", "1", "100000").run();
    assertThat(result.tail()).hasSize(OutputSink.TAIL_LINES).endsWith("99999", "100000");
    Result flood = Command.of("sh", "-c", "head -c 300000 /dev/zero | tr '\\0' x").run();
    assertThat(flood.tail()).hasSize(5).allMatch(l -> l.length() <= OutputSink.LINE_BYTES);
  }

  @Test
  void stopsGrandchildrenAtTheDeadlineEvenThoseThatIgnoreTerm() throws Exception {
    Result result = family("trap '' TERM;").within(Duration.ofMillis(500)).run();
    assertThat(result.exit()).isEqualTo(new Exit.TimedOut(Duration.ofMillis(500)));
    awaitGone(pids());
  }

  @Test
  void stopsEverythingWhenItsThreadIsInterrupted() throws Exception {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                family("").run();
              } catch (InterruptedException e) {
                seen.set(e);
              }
            });
    thread.start();
    awaitFamily();
    thread.interrupt();
    thread.join();
    assertThat(seen.get()).isInstanceOf(InterruptedException.class);
    awaitGone(pids());
  }

  @Test
  void leavesNoStragglersWhenTheFirstProcessEnds() throws Exception {
    Result result = Command.of("sh", "-c", "sleep 600 & echo $! > straggler; exit 0").in(dir).run();
    assertThat(result.ok()).isTrue();
    awaitGone(List.of(Long.valueOf(Files.readString(dir.resolve("straggler")).strip())));
  }

  @Test
  void leavesNothingBehindWhenTheJvmIsKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                dir.toString())
            .inheritIO()
            .start();
    try {
      awaitFamily();
      List<Long> family = pids();
      assertThat(family).hasSize(2).allMatch(ChildTest::lives);
      jvm.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      awaitGone(family);
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void aChildCanBeHeldAndKilled() throws Exception {
    Child child = Child.start(Command.of("sleep", "600"));
    long pid = child.pid().orElseThrow();
    await().until(() -> program(pid).equals("sleep"));
    assertThat(child.isAlive()).isTrue();
    child.kill();
    child.kill();
    assertThat(child.await().exit()).isEqualTo(new Exit.Killed());
    assertThat(lives(pid)).isFalse();
  }

  @Test
  void refusesAnEmptyCommand() {
    assertThatThrownBy(() -> Command.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  /** A shell and its child, both of which note their pids. */
  private Command family(String prefix) {
    return familyIn(dir, prefix);
  }

  private static Command familyIn(Path dir, String prefix) {
    return Command.of(
            "sh",
            "-c",
            prefix + " sh -c 'echo $$ > inner; while :; do sleep 1; done' & echo $$ > outer; wait")
        .in(dir);
  }

  private void awaitFamily() {
    await().atMost(Duration.ofSeconds(30)).until(() -> pids().size() == 2);
  }

  private List<Long> pids() throws IOException {
    List<Long> pids = new ArrayList<>();
    for (String name : List.of("inner", "outer")) {
      Path file = dir.resolve(name);
      if (Files.exists(file) && !Files.readString(file).isBlank()) {
        pids.add(Long.valueOf(Files.readString(file).strip()));
      }
    }
    return pids;
  }

  private static void awaitGone(List<Long> pids) {
    await().atMost(Duration.ofSeconds(30)).until(() -> pids.stream().noneMatch(ChildTest::lives));
  }

  /** Whether the process exists and is no zombie. */
  private static boolean lives(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return !stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
    } catch (IOException e) {
      return false;
    }
  }

  private static String program(long pid) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
  }

  /** Runs the family in a JVM of its own, to be killed. */
  static final class Parent {
    public static void main(String[] args) throws InterruptedException {
      familyIn(Path.of(args[0]), "").run();
    }
  }
}
