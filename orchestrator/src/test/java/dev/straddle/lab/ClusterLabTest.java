package dev.straddle.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.straddle.disk.HeldLock;
import dev.straddle.model.Ages;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellId;
import dev.straddle.model.Compiler;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.PatchSource;
import dev.straddle.runs.Json;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.BootFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ClusterLabTest {

  private static final Pace FAST =
      new Pace(
          Duration.ofMillis(5),
          Duration.ofMillis(20),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          3);

  @TempDir private Path folder;

  private Optional<KernelArtifact> atHand = Optional.empty();
  private final FakeEngine engine = new FakeEngine();
  private final List<Object> heard = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private RunDirectory run;
  private ClusterLab lab;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    run = RunDirectory.create(folder, "run");
    Files.writeString(run.path().resolve("plan.json"), "{}");
    lab =
        new ClusterLab(engine, folder.resolve("spool"), folder, 4, job -> atHand, FAST, notes::add);
    bench = lab.bench((job, step) -> heard.add(step));
  }

  @AfterEach
  void close() {
    bench.close();
    lab.close();
  }

  @Test
  void aBuildGoesThereAndBackWhole() throws Exception {
    bench.submit(build());
    Answer answer = bench.next();
    assertThat(answer.job()).isEqualTo(build());
    assertThat(((Answer.NotBuilt) answer).failure().step()).isEqualTo("compile");
  }

  @Test
  void aKernelThatIsInTheCacheTakesNoTask() throws Exception {
    atHand = Optional.of(new BootFixture().seen().kernel());
    bench.submit(build());
    assertThat(((Answer.Built) bench.next()).kernel()).isEqualTo(new BootFixture().seen().kernel());
    assertThat(engine.submitted).isEmpty();
  }

  @Test
  void fewBootsTakeAWorkerForEachProcessorAndManyTwo() throws Exception {
    int slots = lab.slots();
    for (int n = 1; n <= 4 * slots; n++) {
      bench.submit(boot(n));
    }
    bench.next();
    assertThat(engine.submitted).hasSize(slots);
  }

  @Test
  void bootsArePackedAndTheirRecordsComeFromTheRun() throws Exception {
    for (int n = 1; n <= 100; n++) {
      bench.submit(boot(n));
    }
    for (int n = 1; n <= 100; n++) {
      Answer.Booted booted = (Answer.Booted) bench.next();
      assertThat(booted.seen().cell()).isEqualTo(booted.job().cell());
    }
    assertThat(engine.submitted).hasSizeBetween(4, 20);
  }

  @Test
  void aTaskThatIsLostIsHandedOverAgain() throws Exception {
    engine.lose = 2;
    bench.submit(boot(1));
    assertThat(bench.next()).isInstanceOf(Answer.Booted.class);
    assertThat(engine.submitted).hasSize(3);
  }

  @Test
  void aTaskThatIsLostEachTimeIsTroubleWithItsNode() throws Exception {
    engine.lose = 9;
    bench.submit(boot(1));
    assertThat(((Answer.Trouble) bench.next()).firstLine())
        .isEqualTo("node n7: the task ended (NODE_FAIL) without a result, attempt 3 of 3");
    assertThat(heard.toString()).contains("node n7 stands out: 3 of its 3 jobs failed");
  }

  @Test
  void aTaskThatSomebodyCancelsIsHandedOverAgainAndBlamesNoNode() throws Exception {
    engine.lost = new Engine.Status(Engine.Phase.WITHDRAWN, "CANCELLED", "n7");
    engine.lose = 9;
    bench.submit(boot(1));
    assertThat(((Answer.Trouble) bench.next()).firstLine())
        .isEqualTo("node n7: the task ended (CANCELLED) without a result, attempt 3 of 3");
    assertThat(heard.toString()).doesNotContain("stands out");
  }

  @Test
  void aTaskThatTheSchedulerHoldsIsLetGoOfAndHandedOverAgain() throws Exception {
    engine.lost = new Engine.Status(Engine.Phase.HELD, "launch failed requeued held", "");
    engine.lose = 2;
    bench.submit(boot(1));
    assertThat(bench.next()).isInstanceOf(Answer.Booted.class);
    assertThat(engine.killed).containsExactly("1_0", "2_0");
  }

  @Test
  void aTaskThatTheSchedulerHoldsEachTimeIsTroubleWithTheNodesThatTakeNoWork() throws Exception {
    engine.lost = new Engine.Status(Engine.Phase.HELD, "launch failed requeued held", "");
    engine.lose = 9;
    bench.submit(boot(1));
    assertThat(((Answer.Trouble) bench.next()).firstLine())
        .isEqualTo(
            "node unknown: the task ended (launch failed requeued held) without a result, attempt"
                + " 3 of 3; nodes that take no work: n7 (Duplicate jobid)");
  }

  @Test
  void aTaskThatNoNodeTakesForLongIsTrouble() throws Exception {
    engine.lost = new Engine.Status(Engine.Phase.STUCK, "PartitionDown", "");
    engine.lose = 9;
    bench.submit(boot(1));
    assertThat(((Answer.Trouble) bench.next()).firstLine())
        .isEqualTo("no node takes it; nodes that take no work: n7 (Duplicate jobid)");
    assertThat(engine.submitted).hasSize(1);
  }

  @Test
  void aControllerMayBeAwayForAWhile() throws Exception {
    engine.away = 5;
    bench.submit(boot(1));
    assertThat(bench.next()).isInstanceOf(Answer.Booted.class);
  }

  @Test
  void whatTheClusterNeverTakesIsTroubleAtOnce() throws Exception {
    engine.refuse = true;
    bench.submit(boot(1));
    assertThat(((Answer.Trouble) bench.next()).firstLine()).isEqualTo("no such partition");
  }

  @Test
  void aControllerThatStaysAwayIsTrouble() throws Exception {
    engine.away = Integer.MAX_VALUE;
    bench.submit(boot(1));
    assertThat(((Answer.Trouble) bench.next()).firstLine()).isEqualTo("no controller");
  }

  @Test
  void whatAStrategyLetGoOfIsDoneForTheNext() throws Exception {
    engine.lose = 1;
    bench.submit(boot(1));
    bench.close();
    bench = lab.bench((job, step) -> heard.add(step));
    bench.submit(boot(1));
    assertThat(bench.next()).isInstanceOf(Answer.Booted.class);
  }

  @Test
  void whatIsStoppedIsNotDone() throws Exception {
    engine.lose = 9;
    bench.submit(boot(1));
    lab.stop();
    assertThat(bench.next()).isEqualTo(new Answer.NotDone(boot(1)));
    bench.submit(boot(3));
    assertThat(bench.next()).isEqualTo(new Answer.NotDone(boot(3)));
  }

  @Test
  void aControllerThatComesBackAtTheEndIsRidOfWhatItHadForgottenTheEndOf() {
    engine.silent = 20;
    engine.ended = List.of("1_0", "1_1");
    lab.close();
    assertThat(engine.cancelled).containsExactlyInAnyOrder("1_0", "1_1");
    assertThat(notes).singleElement().asString().contains("waiting for it");
  }

  @Test
  void anotherLabOfTheSameNameIsRefusedAndLeavesTheTasksAlone() throws Exception {
    engine.lost = new Engine.Status(Engine.Phase.RUNNING, "RUNNING", "n1");
    engine.lose = 1;
    bench.submit(boot(1));
    await().until(() -> !engine.statuses().isEmpty());
    assertThatThrownBy(() -> CompletableFuture.supplyAsync(this::another).join())
        .hasMessageContaining("another straddle is working on spool");
    assertThat(engine.cancelled).isEmpty();
    assertThat(engine.killed).isEmpty();
    assertThat(folder.resolve("spool")).exists();
    bench.close();
    lab.close();
    assertThat(folder.resolve("spool.lock")).doesNotExist();
    lab = another();
    bench = lab.bench((job, step) -> heard.add(step));
  }

  @Test
  void whatLabsLeftThatWereKilledLongAgoIsDeleted() throws Exception {
    bench.close();
    lab.close();
    Spool recent = Spool.create(folder.resolve("recent"));
    Spool old = Spool.create(folder.resolve("old"));
    Spool atWork = Spool.create(folder.resolve("at-work"));
    Path run = Files.createDirectory(folder.resolve("no-lab"));
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(3)));
    for (Path path : List.of(old.path(), atWork.path(), run)) {
      Files.setLastModifiedTime(path, longAgo);
    }
    HeldLock held = CompletableFuture.supplyAsync(atWork::alone).join();
    lab = another();
    bench = lab.bench((job, step) -> heard.add(step));
    assertThat(old.path()).doesNotExist();
    assertThat(List.of(recent.path(), atWork.path(), run)).allMatch(Files::exists);
    assertThat(held).isNotNull();
  }

  private ClusterLab another() {
    try {
      return new ClusterLab(
          engine, folder.resolve("spool"), folder, 4, job -> atHand, FAST, notes::add);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aControllerThatIsAwayAtTheEndIsTold() {
    engine.silent = Integer.MAX_VALUE;
    lab.close();
    assertThat(notes)
        .element(1)
        .isEqualTo(
            "tasks may be left in the queue: no controller\n  next: when it answers again, let go");
  }

  private Job.Boot boot(int repetition) {
    BootFixture fixture = new BootFixture();
    fixture.repetition = repetition;
    Observation seen = fixture.seen();
    CellId cell = seen.cell();
    return new Job.Boot(cell, seen.guest(), seen.kernel(), run.path());
  }

  private static Job.Build build() {
    KernelSpec.Variant variant =
        new KernelSpec.Variant(
            "patched", "", List.of(new PatchSource.Files(Path.of("/patches"), false)));
    return new Job.Build(
        new KernelSpec(
            "linux-6.12",
            "",
            new KernelSource.Debian("linux-source-6.12", Optional.empty(), Optional.empty()),
            Optional.of(
                new KernelSpec.Config(
                    new ConfigBase.Target("tinyconfig"), List.of(), List.of("CONFIG_NUMA=y"))),
            Compiler.USUAL,
            List.of(variant),
            Ages.NONE,
            Path.of("/kernels/linux-6.12.yaml")),
        variant);
  }

  /** Works files off at once, loses some, and is away at times. */
  private final class FakeEngine implements Engine {

    private final List<Path> submitted = new ArrayList<>();
    private final Map<String, Status> statuses = new ConcurrentHashMap<>();
    private Status lost = new Status(Engine.Phase.OVER, "NODE_FAIL", "n7");
    private int lose;
    private int away;
    private final List<String> killed = new ArrayList<>();
    private final List<String> cancelled = new ArrayList<>();
    private List<String> ended = List.of();
    private volatile int silent;
    private boolean refuse;

    @Override
    public List<String> submit(List<Path> files, int processors, long memory) {
      if (refuse) {
        throw new RefusedException("no such partition");
      }
      if (away > 0) {
        away--;
        throw new InfraException("no controller", "wait");
      }
      List<String> ids = new ArrayList<>();
      for (Path file : files) {
        submitted.add(file);
        String id = submitted.size() + "_0";
        ids.add(id);
        if (lose > 0) {
          lose--;
          statuses.put(id, lost);
        } else {
          statuses.put(id, new Status(Engine.Phase.OVER, "COMPLETED", "n1"));
          workOff(Spool.read(file, WorkFile.class));
        }
      }
      return ids;
    }

    private void workOff(WorkFile work) {
      for (WorkFile.Item item : work.items()) {
        if (new Spool(work.results().getParent()).isCancelled(item.key())) {
          continue;
        }
        Answer answer;
        if (item.job() instanceof Job.Boot boot) {
          BootFixture fixture = new BootFixture();
          fixture.repetition = boot.cell().repetition();
          run.write(fixture.seen());
          answer = new Answer.Booted(boot, fixture.seen());
        } else {
          answer =
              new Answer.NotBuilt(
                  (Job.Build) item.job(),
                  new BuildFailure("k", "v", "compile", "m", "log", Optional.empty()));
        }
        Spool.write(
            work.results().resolve(item.key() + ".json"),
            Json.write(WorkFile.Result.of(answer, "n1", Duration.ofSeconds(1))));
      }
    }

    @Override
    public Map<String, Status> statuses() {
      if (silent > 0) {
        silent--;
        if (silent == 0) { // back, with the state that it saved before they ended
          ended.forEach(
              task -> statuses.put(task, new Status(Engine.Phase.WAITING, "PENDING", "")));
        }
        throw new InfraException("no controller", "wait");
      }
      return Map.copyOf(statuses);
    }

    @Override
    public void cancel(Collection<String> tasks) {
      cancelled.addAll(tasks);
      statuses.keySet().removeAll(tasks);
    }

    @Override
    public void kill(Collection<String> tasks) {
      tasks.forEach(task -> statuses.put(task, new Status(Engine.Phase.OVER, "CANCELLED", "")));
      killed.addAll(tasks);
    }

    @Override
    public List<String> unusable() {
      return List.of("n7 (Duplicate jobid)");
    }

    @Override
    public String farewell() {
      return "let go";
    }

    @Override
    public int largestNode() {
      return 2;
    }

    @Override
    public int slots() {
      return 4;
    }
  }
}
