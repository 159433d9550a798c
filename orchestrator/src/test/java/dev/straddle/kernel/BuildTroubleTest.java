package dev.straddle.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong in the middle of a build, on a tree that builds in a second. */
class BuildTroubleTest {

  @TempDir Path dir;
  private ToyKernel toy;
  private final List<WorkEvent> events = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void makeToy() throws Exception {
    toy = new ToyKernel(dir);
  }

  @Test
  void twoThatBuildTheSameGetOneBuild() throws Exception {
    hold();
    ExecutorService two = Executors.newFixedThreadPool(2);
    Future<KernelArtifact> first = two.submit(building());
    await().atMost(Duration.ofMinutes(2)).until(() -> objectsSaid() >= 30);
    Future<KernelArtifact> second = two.submit(building());
    await().atMost(Duration.ofMinutes(2)).until(() -> notes().contains("waiting: another"));
    letGo();
    assertThat(second.get()).isEqualTo(first.get());
    assertThat(steps("compile")).isEqualTo(1);
    two.shutdown();
  }

  @Test
  void anInterruptedBuildLeavesNothingThatIsTakenForFinished() throws Exception {
    hold();
    ExecutorService one = Executors.newSingleThreadExecutor();
    Future<KernelArtifact> first = one.submit(building());
    await().atMost(Duration.ofMinutes(2)).until(() -> objectsSaid() >= 30);
    one.shutdownNow();
    assertThatThrownBy(first::get).hasCauseInstanceOf(InterruptedException.class);
    letGo();
    KernelArtifact built = building().call();
    assertThat(built.release()).endsWith("-straddle-" + built.key().substring(0, 12));
    assertThat(notes()).contains("an earlier build was cut short; starting afresh");
    assertThat(new KernelCache(toy.cache()).verify()).isEmpty();
  }

  @Test
  void anEditedFileIsCompiledAloneAndAnUneditedTreeNotAtAll() throws Exception {
    building().call();
    events.clear();
    building().call();
    assertThat(events).isEmpty();
    toy.write("f7.c", "int f7(void) { return 77; }\n");
    building().call();
    assertThat(Files.readAllLines(toy.cache().resolve("logs/toy-shipped.log")))
        .filteredOn(line -> line.startsWith("  CC "))
        .containsExactly("  CC      f7.o");
  }

  /** On a kernel it takes as long as compiling a file or two. */
  @Test
  void kconfigRunsOnlyWhereItWouldSaySomethingElse() throws Exception {
    toy.write("Kconfig", "config TOY\n");
    toy.write("mm/Kconfig", "config MM\n");
    toy.write("scripts/gcc-version.sh", "exit\n");
    building().call();
    int first = configured();
    toy.write("f7.c", "int f7(void) { return 77; }\n");
    building().call();
    assertThat(steps("compile")).isEqualTo(2);
    assertThat(configured()).isEqualTo(first).isPositive();
    for (String file : List.of("mm/Kconfig", "Makefile", "scripts/gcc-version.sh")) {
      toy.write(file, Files.readString(toy.tree.resolve(file)) + "# more\n");
      int before = configured();
      building().call();
      assertThat(configured()).as(file).isEqualTo(before + 1);
    }
    int before = configured();
    build(toy.spec("CONFIG_TOY=y", "CONFIG_OTHER=y"));
    assertThat(configured()).isEqualTo(before + 1);
  }

  @Test
  void anErrorNamesTheUsersFileAndNotTheCopy() throws Exception {
    toy.write("f7.c", "int f7(void) { return nothing; }\n");
    assertThatThrownBy(() -> building().call())
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining(toy.tree.resolve("f7.c") + ":1:23: error: ")
        .message()
        .doesNotContain(toy.cache().toString());
  }

  @Test
  void aCommentIsNoCodeChange() throws Exception {
    KernelArtifact before = building().call();
    toy.write("f7.c", "int f7(void) { return 7; } // seven\n");
    KernelArtifact comment = building().call();
    assertThat(comment.key()).isNotEqualTo(before.key());
    assertThat(comment.runsTheCodeOf(before)).isTrue();
    toy.write("f7.c", "int f7(void) { return 8; }\n");
    assertThat(building().call().runsTheCodeOf(before)).isFalse();
  }

  @Test
  void anOptionThatTheTreeDropsIsABuildFailure() {
    assertThatThrownBy(() -> build(toy.spec("CONFIG_DROPPED=y")))
        .isInstanceOf(BuildFailedException.class)
        .satisfies(
            e ->
                assertThat(((BuildFailedException) e).failure().message())
                    .contains("CONFIG_DROPPED=y is asked for, the configuration came to n"));
  }

  private int configured() throws IOException {
    return Files.readAllLines(dir.resolve("configured")).size();
  }

  private Callable<KernelArtifact> building() {
    return () -> build(toy.spec("CONFIG_TOY=y"));
  }

  private KernelArtifact build(KernelSpec spec) throws Exception {
    return new KernelBuilder(toy.cache(), 2, events::add).build(spec, spec.variants().get(0));
  }

  private void hold() throws Exception {
    Files.writeString(dir.resolve("hold"), "");
  }

  private void letGo() throws Exception {
    Files.delete(dir.resolve("hold"));
  }

  private long objectsSaid() {
    synchronized (events) {
      return events.stream()
          .filter(e -> e instanceof WorkEvent.Progress p && p.unit().equals("objects"))
          .count();
    }
  }

  private String notes() {
    synchronized (events) {
      return String.join(
          "\n",
          events.stream()
              .filter(e -> e instanceof WorkEvent.Note)
              .map(e -> ((WorkEvent.Note) e).text())
              .toList());
    }
  }

  private long steps(String name) {
    synchronized (events) {
      return events.stream()
          .filter(e -> e instanceof WorkEvent.StepStarted s && s.step().equals(name))
          .count();
    }
  }
}
