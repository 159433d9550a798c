package dev.straddle.lab;

import dev.straddle.lab.LabListener.Step;

/** A task of a bench on its way through a scheduler. */
final class Entry {

  private final Task task;
  private final WorkFile.Item item;
  private final Needs needs;
  private int attempt = 1;
  private boolean started;

  Entry(Task task, Needs needs) {
    this.task = task;
    this.item = WorkFile.Item.of(task.job());
    this.needs = needs;
  }

  Task task() {
    return task;
  }

  WorkFile.Item item() {
    return item;
  }

  Needs needs() {
    return needs;
  }

  /** How often it was handed over. */
  int attempt() {
    return attempt;
  }

  void again() {
    attempt++;
  }

  /** Tells that it waits no longer, once. */
  void start() {
    if (!started) {
      started = true;
      task.tell(new Step.Started());
    }
  }
}
