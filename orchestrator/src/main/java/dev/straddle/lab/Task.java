package dev.straddle.lab;

import java.util.function.Consumer;

/** A job from its submission to its answer. What is not final is guarded by the lab's lock. */
final class Task {

  private final Job job;
  private final Consumer<Answer> desk;
  private final LabListener listener;

  Needs needs = new Needs(1, 0);
  Thread thread = Thread.currentThread();
  volatile boolean cancelled;
  private int overtaken;

  Task(Job job, Consumer<Answer> desk, LabListener listener) {
    this.job = job;
    this.desk = desk;
    this.listener = listener;
  }

  Job job() {
    return job;
  }

  void tell(LabListener.Step step) {
    listener.on(job, step);
  }

  void answer(Answer answer) {
    desk.accept(answer);
  }

  /** How often one that came later began before it. */
  int overtaken() {
    return overtaken;
  }

  void wasOvertaken() {
    overtaken++;
  }
}
