package dev.straddle.lab;

import java.util.List;

/** What does the tasks of benches. */
interface Pool {

  /** Takes a task, which will be answered once. */
  void submit(Task task);

  /** Lets go of a task; it is answered all the same. */
  void cancel(Task task);

  /** Waits until none of these runs. */
  void awaitUninterruptibly(List<Task> tasks);
}
