package dev.straddle.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.straddle.model.Ages;
import dev.straddle.model.BootEvent;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellId;
import dev.straddle.model.Compiler;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Moments;
import dev.straddle.model.Observation;
import dev.straddle.verdict.BootFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LocalLabTest {

  private static final Observation SEEN = new BootFixture().seen();

  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final Map<String, CountDownLatch> gates = new HashMap<>();
  private final Map<String, Needs> needs = new HashMap<>();
  private final Map<String, List<LabListener.Step>> milestones = new HashMap<>();
  private final List<Lab> labs = new ArrayList<>();
  private Consumer<Job> trouble = job -> {};

  /** Does nothing until its gate is opened, where it has one. */
  private final Worker worker =
      new Worker() {
        @Override
        public Answer work(Job job, Consumer<LabListener.Step> progress)
            throws InterruptedException {
          begun.add(name(job));
          milestones.getOrDefault(name(job), List.of()).forEach(progress);
          CountDownLatch gate = gates.get(name(job));
          if (gate != null) {
            gate.await();
          }
          trouble.accept(job);
          return job instanceof Job.Build build
              ? new Answer.NotBuilt(build, new BuildFailure("", "", "", "", "", Optional.empty()))
              : new Answer.Booted((Job.Boot) job, SEEN);
        }

        @Override
        public Needs needs(Job job) {
          return needs.getOrDefault(name(job), new Needs(1, 1));
        }
      };

  @AfterEach
  void close() {
    gates.values().forEach(CountDownLatch::countDown);
    labs.forEach(Lab::close);
  }

  @Test
  void noMoreRunsAtOnceThanProcessorsAndAFourthMore() throws InterruptedException {
    List.of("1", "2", "3", "4", "5", "6").forEach(this::gate);
    Bench bench = lab(4, 100).bench((job, step) -> {});
    submit(bench, 1, 2, 3, 4, 5, 6);
    await().until(() -> begun.size() == 5);
    assertThat(begun).doesNotContain("6");
    open("1");
    await().until(() -> begun.size() == 6);
    assertThat(name(bench.next().job())).isEqualTo("1");
  }

  @Test
  void oneProcessorHasOneBootAtATime() {
    gate("1");
    Bench bench = lab(1, 100).bench((job, step) -> {});
    submit(bench, 1, 2);
    await().until(() -> begun.contains("1"));
    assertThat(begun).containsExactly("1");
    open("1");
    await().until(() -> begun.contains("2"));
  }

  @Test
  void aBootThatIsOnlyWatchedLeavesItsProcessorsAndKeepsItsMemory() {
    List.of("1", "2", "3").forEach(this::gate);
    milestones.put("1", List.of(milestone("probe"), milestone(Moments.PROBE_DONE)));
    milestones.put("3", List.of(milestone("probe")));
    needs.put("1", new Needs(1, 60));
    needs.put("2", new Needs(1, 50));
    Bench bench = lab(1, 100).bench((job, step) -> {});
    submit(bench, 1, 2, 3, 4);
    await().until(() -> begun.contains("3"));
    assertThat(begun).containsExactly("1", "3");
    List.of("1", "2", "3").forEach(this::open);
    await().until(() -> begun.containsAll(List.of("2", "4")));
  }

  private static LabListener.Step milestone(String name) {
    return new LabListener.Step.Booting(new BootEvent.Milestone(Duration.ZERO, name));
  }

  @Test
  void memoryIsNeverOverrunAndWhatFitsGoesFirst() throws InterruptedException {
    List.of("1", "2", "3").forEach(this::gate);
    needs.put("1", new Needs(1, 60));
    needs.put("2", new Needs(1, 60));
    needs.put("3", new Needs(1, 40));
    Bench bench = lab(8, 100).bench((job, step) -> {});
    submit(bench, 1, 2, 3);
    await().until(() -> begun.size() == 2);
    assertThat(begun).containsExactlyInAnyOrder("1", "3");
    open("3");
    assertThat(name(bench.next().job())).isEqualTo("3");
    assertThat(begun).doesNotContain("2");
    open("1");
    await().until(() -> begun.contains("2"));
  }

  @Test
  void aLargeJobIsNotOvertakenForEver() throws InterruptedException {
    gate("1");
    gate("2");
    needs.put("1", new Needs(1, 10));
    needs.put("2", new Needs(1, 100));
    Bench bench = lab(8, 100).bench((job, step) -> {});
    submit(bench, 1, 2);
    for (int n = 3; n < 103; n++) {
      submit(bench, n);
    }
    await().until(() -> begun.size() == 17);
    for (int n = 0; n < 16; n++) {
      bench.next();
    }
    assertThat(begun).hasSize(17).doesNotContain("2");
    open("1");
    await().until(() -> begun.contains("2"));
  }

  @Test
  void aJobThatCanNeverFitIsTrouble() throws InterruptedException {
    needs.put("1", new Needs(1, 101));
    Bench bench = lab(8, 100).bench((job, step) -> {});
    submit(bench, 1);
    assertThat(((Answer.Trouble) bench.next()).message()).contains("needs 101B of memory");
  }

  @Test
  void aGuestWithMoreProcessorsThanTheMachineRunsAlone() throws InterruptedException {
    gate("1");
    gate("2");
    needs.put("1", new Needs(9, 1));
    Bench bench = lab(2, 100).bench((job, step) -> {});
    submit(bench, 1, 2);
    await().until(() -> begun.size() == 1);
    open("1");
    await().until(() -> begun.size() == 2);
  }

  @Test
  void bootsRunWhileAKernelIsBuilt() throws InterruptedException {
    gate("build");
    needs.put("build", new Needs(2, 1));
    Bench bench = lab(2, 100).bench((job, step) -> {});
    bench.submit(build());
    submit(bench, 1, 2, 3);
    for (int n = 0; n < 3; n++) {
      assertThat(bench.next()).isInstanceOf(Answer.Booted.class);
    }
    open("build");
    assertThat(bench.next()).isInstanceOf(Answer.NotBuilt.class);
  }

  @Test
  void aFaultCostsItsOwnJobAlone() throws InterruptedException {
    trouble =
        job -> {
          if (name(job).equals("1")) {
            throw new IllegalStateException("a bug");
          }
          if (name(job).equals("2")) {
            throw new InfraException("no disk", "buy one");
          }
          if (name(job).equals("3")) {
            throw new StackOverflowError();
          }
        };
    Bench bench = lab(1, 100).bench((job, step) -> {});
    submit(bench, 1, 2, 3, 4);
    assertThat(((Answer.Trouble) bench.next()).firstLine()).contains("a bug");
    assertThat(((Answer.Trouble) bench.next()).firstLine()).isEqualTo("no disk");
    assertThat(((Answer.Trouble) bench.next()).firstLine()).contains("StackOverflowError");
    assertThat(bench.next()).isInstanceOf(Answer.Booted.class);
  }

  @Test
  void aStoppedLabAnswersEverything() throws InterruptedException {
    gate("1");
    Lab lab = lab(1, 100);
    Bench bench = lab.bench((job, step) -> {});
    submit(bench, 1, 2);
    await().until(() -> begun.size() == 1);
    lab.stop();
    submit(bench, 3);
    for (int n = 0; n < 3; n++) {
      assertThat(bench.next()).isInstanceOf(Answer.NotDone.class);
    }
    assertThat(begun).containsExactly("1");
  }

  @Test
  void aClosedBenchLeavesNothingRunningAndTheOthersAlone() throws InterruptedException {
    gate("1");
    gate("2");
    Lab lab = lab(2, 100);
    Bench one = lab.bench((job, step) -> {});
    Bench other = lab.bench((job, step) -> {});
    submit(one, 1);
    submit(other, 2);
    await().until(() -> begun.size() == 2);
    one.close();
    open("2");
    assertThat(other.next()).isInstanceOf(Answer.Booted.class);
    submit(other, 3);
    assertThat(other.next()).isInstanceOf(Answer.Booted.class);
  }

  private Lab lab(int processors, long memory) {
    Lab lab = new LocalLab(new Budget(processors, memory), worker);
    labs.add(lab);
    return lab;
  }

  private void gate(String name) {
    gates.put(name, new CountDownLatch(1));
  }

  private void open(String name) {
    gates.get(name).countDown();
  }

  private static void submit(Bench bench, int... repetitions) {
    for (int n : repetitions) {
      CellId cell = new CellId("linux-6.12", "patched", "pgd-straddle", n, Optional.empty());
      bench.submit(new Job.Boot(cell, SEEN.guest(), SEEN.kernel(), Path.of("run")));
    }
  }

  private static Job.Build build() {
    KernelSpec.Variant variant = new KernelSpec.Variant("patched", "", List.of());
    return new Job.Build(
        new KernelSpec(
            "linux-6.12",
            "",
            new KernelSource.Debian("linux-source-6.12", Optional.empty(), Optional.empty()),
            Optional.empty(),
            Compiler.USUAL,
            List.of(variant),
            Ages.NONE,
            Path.of("linux-6.12.yaml")),
        variant);
  }

  private static String name(Job job) {
    return job instanceof Job.Boot boot ? "" + boot.cell().repetition() : "build";
  }
}
