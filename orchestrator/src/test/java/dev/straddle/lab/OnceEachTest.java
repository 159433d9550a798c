package dev.straddle.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.straddle.model.Observation;
import dev.straddle.verdict.BootFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two workers that were given the same cell. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OnceEachTest {

  private static final Observation SEEN = new BootFixture().seen();

  @TempDir private Path folder;

  private final List<Job> begun = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private Spool spool;
  private Job.Boot boot;

  @BeforeEach
  void make() {
    spool = Spool.create(folder.resolve("spool"));
    boot = new Job.Boot(SEEN.cell(), SEEN.guest(), SEEN.kernel(), folder);
  }

  @Test
  void theSecondWaitsAndFindsTheWorkDone() throws Exception {
    CompletableFuture<Answer> first = working("n1", boot);
    await().until(() -> begun.size() == 1);
    CompletableFuture<Answer> second = working("n2", boot);
    TimeUnit.MILLISECONDS.sleep(50); // it would begin within this
    assertThat(begun).hasSize(1);
    gate.countDown();
    assertThat(first.get()).isInstanceOf(Answer.Booted.class);
    assertThat(second.get()).isInstanceOf(Answer.NotDone.class);
    assertThat(begun).hasSize(1);
    assertThat(spool.read(WorkFile.Item.of(boot).key()).node()).isEqualTo("n1");
  }

  @Test
  void anotherAttemptAtTheCellWaitsForTheFirstAndIsMade() throws Exception {
    CompletableFuture<Answer> first = working("n1", boot);
    await().until(() -> begun.size() == 1);
    CompletableFuture<Answer> second = working("n2", boot.again());
    TimeUnit.MILLISECONDS.sleep(50);
    assertThat(begun).hasSize(1);
    gate.countDown();
    assertThat(first.get()).isInstanceOf(Answer.Booted.class);
    assertThat(second.get()).isInstanceOf(Answer.Booted.class);
    assertThat(begun).containsExactly(boot, boot.again());
  }

  @Test
  void whatIsNoLongerAskedForIsLeftAlone() throws Exception {
    spool.cancel(WorkFile.Item.of(boot).key());
    assertThat(working("n1", boot).get()).isInstanceOf(Answer.NotDone.class);
    assertThat(begun).isEmpty();
  }

  /** A worker process of its own, but for the process. */
  private CompletableFuture<Answer> working(String node, Job job) {
    Worker slow =
        new Worker() {
          @Override
          public Answer work(Job job, Consumer<LabListener.Step> progress)
              throws InterruptedException {
            begun.add(job);
            gate.await();
            return new Answer.Booted((Job.Boot) job, SEEN);
          }

          @Override
          public Needs needs(Job job) {
            return new Needs(1, 1);
          }
        };
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new OnceEach(slow, spool, node).work(job, step -> {});
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
