package dev.straddle.cli;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.model.Cell;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.plan.PageSizes;
import dev.straddle.plan.Plan;
import dev.straddle.plan.PlanJson;
import dev.straddle.plan.Planner;
import dev.straddle.plan.Requested;
import dev.straddle.report.GuestText;
import dev.straddle.spec.Library;
import dev.straddle.spec.Places;
import dev.straddle.text.Ansi;
import dev.straddle.verdict.ExitStatus;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle plan}: what would run, with the address arithmetic; nothing is executed. */
@Command(
    name = "plan",
    header = "what would run, and the address arithmetic",
    description = {
      "Shows what a matrix or a guest comes to, without building or booting anything: the cells,"
          + " and for each guest where its memory lies, which top-level page-table entries its page"
          + " structures need, and whether a kernel without the series crashes there."
    })
final class PlanCommand extends Subcommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "MATRIX|GUEST",
      completionCandidates = Names.MatricesAndGuests.class,
      defaultValue = Requested.USUAL_MATRIX,
      description = "A matrix or a guest, by name or YAML file. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL/VARIANT",
      completionCandidates = Names.Kernels.class,
      description = "The kernel to plan a guest for; a matrix names its kernels itself.")
  private String kernel;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Places places = Places.standard();
    PageSizes sizes = new PageSizes(new KernelBuilder(places.cache(), 1, event -> {})::cached);
    if (kernel != null || Requested.isGuest(places.library(), name)) {
      guest(places.library(), sizes);
    } else {
      matrix(Requested.matrix(places.library(), name), sizes);
    }
    return ExitStatus.AS_EXPECTED;
  }

  private void guest(Library library, PageSizes sizes) throws InterruptedException {
    GuestSpec guest = Requested.guest(library, name);
    List<Requested.KernelVariant> kernels =
        kernel == null ? List.of() : List.of(Requested.kernel(library, kernel));
    List<Cell> cells =
        kernels.stream()
            .flatMap(k -> Planner.cells(k.kernel(), k.variant(), guest, 1).stream())
            .toList();
    List<PageSizes.Planned> plans = sizes.plans(guest, kernels);
    if (json) {
      out().println(PlanJson.of(cells, plans));
      return;
    }
    cells.forEach(cell -> out().println(cell.id()));
    plans.forEach(plan -> describe(guest, plan, ""));
  }

  private void matrix(Plan plan, PageSizes sizes) throws InterruptedException {
    Map<GuestSpec, List<PageSizes.Planned>> plans = sizes.plans(plan);
    if (json) {
      out()
          .println(
              PlanJson.of(plan.cells(), plans.values().stream().flatMap(List::stream).toList()));
      return;
    }
    MatrixSpec matrix = plan.matrix().orElseThrow();
    out().printf("%s: %s%n", Ansi.ofTerminal().bold(matrix.name()), matrix.description());
    out().printf("%d boots, in this order:%n", plan.cells().size());
    plan.cells().forEach(cell -> out().println("  " + cell.id()));
    plans.forEach(
        (guest, planned) ->
            planned.forEach(
                one -> {
                  out().println();
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
        Ansi.ofTerminal(),
        out());
  }
}
