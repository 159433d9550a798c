package dev.straddle.run;

import dev.straddle.lab.Answer;
import dev.straddle.lab.Job;
import dev.straddle.model.Cell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The builds of a plan with the cells that wait for each.
 *
 * <p>Answers to the builds of one kernel are given out in the order of the plan: which of two
 * variants with the same code is booted must not depend on which was built first.
 */
final class Variants {

  private record Name(String kernel, String variant) {}

  private final Map<Name, List<Cell>> cells = new LinkedHashMap<>();
  private final Map<Name, Answer> held = new HashMap<>();
  private final Map<String, List<Name>> due = new LinkedHashMap<>();

  Variants(List<Cell> plan) {
    for (Cell cell : plan) {
      Name name = new Name(cell.kernel().name(), cell.variant().name());
      cells.computeIfAbsent(name, key -> new ArrayList<>()).add(cell);
    }
    cells.keySet().forEach(n -> due.computeIfAbsent(n.kernel(), k -> new ArrayList<>()).add(n));
  }

  /** One for each variant, in the order of the plan. */
  Collection<Job.Build> jobs() {
    return cells.values().stream()
        .map(group -> new Job.Build(group.get(0).kernel(), group.get(0).variant()))
        .toList();
  }

  List<Cell> cellsOf(Job.Build job) {
    return cells.get(name(job));
  }

  /** Takes an answer; gives those that nothing earlier of the same kernel holds back. */
  List<Answer> answered(Job.Build job, Answer answer) {
    held.put(name(job), answer);
    List<Name> waiting = due.get(job.kernel().name());
    List<Answer> ready = new ArrayList<>();
    while (!waiting.isEmpty() && held.containsKey(waiting.get(0))) {
      ready.add(held.remove(waiting.remove(0)));
    }
    return ready;
  }

  private static Name name(Job.Build job) {
    return new Name(job.kernel().name(), job.variant().name());
  }
}
