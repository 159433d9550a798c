package dev.straddle.lab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What waits, in its order. One that finds no room lets smaller ones pass, but not for ever: after
 * some have passed, everybody waits until it has begun.
 */
final class Queue {

  private static final int MOST_OVERTAKEN = 16;
  private static final int LOOK_AHEAD = 64;

  private final Set<Task> tasks = new LinkedHashSet<>();

  void add(Task task) {
    tasks.add(task);
  }

  boolean remove(Task task) {
    return tasks.remove(task);
  }

  Collection<Task> tasks() {
    return Collections.unmodifiableSet(tasks);
  }

  /** Takes out the one to begin next, if any can. */
  Optional<Task> next(Predicate<Task> hasRoom) {
    List<Task> passed = new ArrayList<>();
    Iterator<Task> waiting = tasks.iterator();
    while (waiting.hasNext() && passed.size() < LOOK_AHEAD) {
      Task task = waiting.next();
      if (hasRoom.test(task)) {
        waiting.remove();
        passed.forEach(Task::wasOvertaken);
        return Optional.of(task);
      }
      if (task.overtaken() >= MOST_OVERTAKEN) {
        return Optional.empty();
      }
      passed.add(task);
    }
    return Optional.empty();
  }
}
