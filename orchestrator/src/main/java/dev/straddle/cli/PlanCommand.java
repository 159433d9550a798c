package dev.straddle.cli;

import dev.straddle.layout.AddressPlanner;
import dev.straddle.layout.UnsuitableGuestException;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.Cell;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.plan.Plan;
import dev.straddle.plan.Planner;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Specs;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code straddle plan}: what would run, with the address arithmetic; nothing is executed. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what a matrix or a guest comes to, without building or booting anything: the cells,"
          + " and for each guest where its memory lies, which top-level page-table entries its page"
          + " structures need, and whether a kernel without the series crashes there."
    })
final class PlanCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "MATRIX|GUEST",
      defaultValue = Requested.USUAL_MATRIX,
      description = "A matrix by name or file, or a guest by name. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL/VARIANT",
      description = "The kernel to plan a guest for.")
  private String kernel;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Places places = Places.standard();
    Catalogue catalogue = Specs.load(places.home());
    if (Requested.isGuest(catalogue, name)) {
      guest(catalogue, out);
    } else if (kernel != null) {
      throw new BadInputException("--kernel goes with a guest; a matrix names its kernels itself");
    } else {
      matrix(Requested.matrix(places.home(), name), out);
    }
    return ExitStatus.AS_EXPECTED;
  }

  private void guest(Catalogue catalogue, PrintWriter out) {
    GuestSpec guest = Requested.guest(catalogue, name);
    List<Cell> cells =
        kernel == null ? List.of() : cells(guest, Requested.kernel(catalogue, kernel));
    AddressPlan plan = plan(guest);
    if (json) {
      out.println(PlanJson.of(cells, List.of(new PlanJson.Guest(guest.name(), plan))));
      return;
    }
    cells.forEach(cell -> out.println(cell.id()));
    describe(guest, plan, "", out);
  }

  private static List<Cell> cells(GuestSpec guest, Requested.KernelVariant kernel) {
    return Planner.cells(kernel.kernel(), kernel.variant(), guest, 1);
  }

  private void matrix(Plan plan, PrintWriter out) {
    Set<GuestSpec> guests =
        plan.cells().stream().map(Cell::guest).collect(Collectors.toCollection(LinkedHashSet::new));
    if (json) {
      out.println(
          PlanJson.of(
              plan.cells(),
              guests.stream().map(g -> new PlanJson.Guest(g.name(), plan(g))).toList()));
      return;
    }
    MatrixSpec matrix = plan.matrix().orElseThrow();
    Ansi ansi = Ansi.ofTerminal();
    out.printf("%s: %s%n", ansi.bold(matrix.name()), matrix.description());
    out.printf("%d boots, in this order:%n", plan.cells().size());
    plan.cells().forEach(cell -> out.println("  " + cell.id()));
    for (GuestSpec guest : guests) {
      out.println();
      describe(guest, plan(guest), ", expected " + matrix.guests().get(guest.name()), out);
    }
  }

  private static void describe(
      GuestSpec guest, AddressPlan plan, String expected, PrintWriter out) {
    Ansi ansi = Ansi.ofTerminal();
    out.printf(
        "guest %s: %s%s%n", ansi.bold(guest.name()), AddressPlanText.prediction(plan), expected);
    out.println("  " + guest.description());
    AddressPlanText.lines(guest, plan, "assumed until the kernel is built", ansi)
        .forEach(out::println);
  }

  private static AddressPlan plan(GuestSpec guest) {
    try {
      return AddressPlanner.plan(guest, AddressPlanner.assumedStructPage(guest));
    } catch (UnsuitableGuestException e) {
      throw new BadInputException("guest " + guest.name() + ": " + e.getMessage());
    }
  }
}
