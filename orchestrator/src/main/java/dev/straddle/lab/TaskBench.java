package dev.straddle.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A bench whose jobs are done by a pool. */
final class TaskBench implements Bench {

  private final Pool lab;
  private final LabListener listener;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final Map<Job, Task> open = new LinkedHashMap<>();

  /** Jobs tell from threads of their own; the listener hears one voice at a time. */
  TaskBench(Pool lab, LabListener listener) {
    this.lab = lab;
    this.listener =
        (job, step) -> {
          synchronized (this) {
            listener.on(job, step);
          }
        };
  }

  @Override
  public void submit(Job job) {
    Task task = new Task(job, answers::add, listener);
    if (open.putIfAbsent(job, task) != null) {
      throw new IllegalArgumentException(job.name() + " is outstanding already");
    }
    lab.submit(task);
  }

  @Override
  public Answer next() throws InterruptedException {
    if (open.isEmpty()) {
      throw new IllegalStateException("nothing is outstanding");
    }
    Answer answer = answers.take();
    open.remove(answer.job());
    return answer;
  }

  @Override
  public int outstanding() {
    return open.size();
  }

  @Override
  public void close() {
    List<Task> left = new ArrayList<>(open.values());
    left.forEach(lab::cancel);
    lab.awaitUninterruptibly(left);
    open.clear();
    answers.clear();
  }
}
