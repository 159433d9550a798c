package dev.straddle.lab;

import java.util.function.Consumer;

/** A job from its submission to its answer. What is not final is guarded by the lab's lock. */
final class Task {

  private final Job job;
  private final Consumer<Answer> answers;
  private final LabListener listener;

  Needs needs = new Needs(1, 0);
  Thread thread = Thread.currentThread();
  volatile boolean cancelled;
  private int overtaken;

  Task(Job job, Consumer<Answer> answers, LabListener listener) {
    this.job = job;
    this.answers = answers;
    this.listener = listener;
  }

  Job job() {
    return job;
  }

  void tell(LabListener.Step step) {
    listener.on(job, step);
  }

  void answer(Answer answer) {
    answers.accept(answer);
  }

  /** How many that came later began before it. */
  int overtaken() {
    return overtaken;
  }

  void wasOvertaken() {
    overtaken++;
  }
}
