package dev.straddle.lab;

import dev.straddle.disk.FileTrouble;
import dev.straddle.disk.HeldLock;
import dev.straddle.model.InfraException;
import dev.straddle.model.MadeOf;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A worker among others that may have been given the same work: a scheduler that lost sight of a
 * node starts its task again elsewhere while the first goes on.
 *
 * <p>Whoever comes second to a cell waits until the first is done with it, and leaves it alone when
 * its result is there by then, or is no longer asked for. So nobody writes into the record of
 * another's boot.
 */
final class OnceEach implements Worker {

  private final Worker worker;
  private final Spool spool;
  private final String node;

  /**
   * @param node what results call this machine
   */
  OnceEach(Worker worker, Spool spool, String node) {
    this.worker = worker;
    this.spool = spool;
    this.node = node;
  }

  @Override
  @SuppressWarnings("try") // the lock is held, not spoken to
  public Answer work(Job job, Consumer<LabListener.Step> progress) throws InterruptedException {
    String key = WorkFile.Item.of(job).key();
    try (HeldLock held = HeldLock.acquire(spool.lock(job), () -> {})) {
      if (spool.isFinished(key) || spool.isCancelled(key)) {
        return new Answer.NotDone(job);
      }
      long began = System.nanoTime();
      Answer answer = worker.work(job, progress);
      spool.keep(answer, node, Duration.ofNanos(System.nanoTime() - began));
      return answer;
    } catch (IOException e) {
      throw new InfraException(
          "cannot lock " + job.name() + ": " + FileTrouble.why(e),
          "look at the shared file system",
          e);
    }
  }

  @Override
  public Optional<MadeOf> madeOf(Job.Boot boot) throws InterruptedException {
    return worker.madeOf(boot);
  }

  @Override
  public Needs needs(Job job) {
    return worker.needs(job);
  }
}
