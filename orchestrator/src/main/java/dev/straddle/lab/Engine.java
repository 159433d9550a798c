package dev.straddle.lab;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The scheduler of a cluster: as little of one as a lab needs.
 *
 * <p>It starts {@code straddle worker FILE} somewhere. What came of the work stands in files that
 * the worker leaves; of a task's status only that it is over, and where it was, is of interest.
 */
public interface Engine {

  /** The scheduler says that it will never do that. */
  final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** How far a task has come. */
  enum Phase {
    WAITING,
    /** It waits, and as the cluster stands no node will take it. */
    STUCK,
    RUNNING,
    /** The scheduler has given it up but keeps it in its queue until somebody lets go of it. */
    HELD,
    /** A person, a limit or somebody with a right of way has ended it; its node is not to blame. */
    WITHDRAWN,
    /** It will do no more. */
    OVER
  }

  /**
   * Where a task is.
   *
   * @param state the scheduler's word for it
   * @param node where it runs or ran; empty when that is not known
   */
  record Status(Phase phase, String state, String node) {

    /** Whether it is still in the scheduler's queue. */
    boolean live() {
      return phase != Phase.OVER && phase != Phase.WITHDRAWN;
    }
  }

  /**
   * Hands over one task for each file.
   *
   * @return a name for each, in the same order
   * @throws RefusedException when the scheduler does not take them
   * @throws dev.straddle.model.InfraException when it is out of reach
   */
  List<String> submit(List<Path> files, int processors, long memory) throws InterruptedException;

  /**
   * What it knows of the tasks of this lab; those that it has forgotten are left out.
   *
   * @throws dev.straddle.model.InfraException when the scheduler does not answer
   */
  Map<String, Status> statuses() throws InterruptedException;

  /** Asks tasks that run to end, with SIGTERM, and does not begin the others. */
  void cancel(Collection<String> tasks) throws InterruptedException;

  /** Ends them, whatever they do. */
  void kill(Collection<String> tasks) throws InterruptedException;

  /**
   * The machines that take no work, each with the scheduler's reason.
   *
   * @throws dev.straddle.model.InfraException when the scheduler does not answer
   */
  List<String> unusable() throws InterruptedException;

  /** What a person types to end all tasks of this lab. */
  String farewell();

  /** How many processors its largest machine has. */
  int largestNode() throws InterruptedException;

  /** How many processors it has in all. */
  int slots() throws InterruptedException;
}
