package dev.straddle.view;

import dev.straddle.model.Cell;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.plan.PageSizes;
import dev.straddle.plan.Plan;
import dev.straddle.plan.PlanJson;
import dev.straddle.plan.Planner;
import dev.straddle.plan.Requested;
import dev.straddle.report.GuestText;
import dev.straddle.text.Ansi;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What would run: cells, and the address arithmetic of their guests. */
public record PlanView(PageSizes sizes, boolean json, Ansi ansi, PrintWriter out) {

  /** A guest, for a kernel where one is named. */
  public void guest(GuestSpec guest, Optional<Requested.KernelVariant> kernel)
      throws InterruptedException {
    List<Requested.KernelVariant> kernels = kernel.stream().toList();
    List<Cell> cells =
        kernels.stream()
            .flatMap(k -> Planner.cells(k.kernel(), k.variant(), guest, 1).stream())
            .toList();
    List<PageSizes.Planned> plans = sizes.plans(guest, kernels);
    if (json) {
      out.println(PlanJson.of(cells, plans));
      return;
    }
    cells.forEach(cell -> out.println(cell.id()));
    plans.forEach(plan -> describe(guest, plan, ""));
  }

  /** A matrix, with what it expects of each guest. */
  public void matrix(Plan plan) throws InterruptedException {
    Map<GuestSpec, List<PageSizes.Planned>> plans = sizes.plans(plan);
    if (json) {
      out.println(
          PlanJson.of(plan.cells(), plans.values().stream().flatMap(List::stream).toList()));
      return;
    }
    MatrixSpec matrix = plan.matrix().orElseThrow();
    out.printf("%s: %s%n", ansi.bold(matrix.name()), matrix.description());
    out.printf("%d boots, in this order:%n", plan.cells().size());
    plan.cells().forEach(cell -> out.println("  " + cell.id()));
    plans.forEach(
        (guest, planned) ->
            planned.forEach(
                one -> {
                  out.println();
                  describe(guest, one, ", expected " + GuestText.expected(matrix, guest.name()));
                }));
  }

  private void describe(GuestSpec guest, PageSizes.Planned planned, String expected) {
    GuestText.print(
        guest,
        planned.plan(),
        planned.kernels(),
        planned.structPageSizeFrom(),
        expected,
        ansi,
        out);
  }
}
