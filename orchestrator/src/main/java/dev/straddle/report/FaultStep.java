package dev.straddle.report;

import dev.straddle.model.Audit.FaultWalk;
import dev.straddle.model.Audit.Level;
import java.util.ArrayList;
import java.util.List;

/** One level of a page-table walk, the task's beside that of {@code init_mm}. */
record FaultStep(String level, String index, String task, String initMm, boolean differs) {

  static List<FaultStep> of(FaultWalk walk) {
    List<FaultStep> steps = new ArrayList<>();
    for (int i = 0; i < Math.max(walk.task().size(), walk.initMm().size()); i++) {
      String task = entry(walk.task(), i);
      String initMm = entry(walk.initMm(), i);
      Level level = i < walk.initMm().size() ? walk.initMm().get(i) : walk.task().get(i);
      steps.add(
          new FaultStep(
              level.name(), Integer.toString(level.index()), task, initMm, !task.equals(initMm)));
    }
    return List.copyOf(steps);
  }

  private static String entry(List<Level> walk, int i) {
    return i < walk.size() ? walk.get(i).entry().toString() : "not reached";
  }
}
