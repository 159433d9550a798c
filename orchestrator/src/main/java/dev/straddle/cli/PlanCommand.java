package dev.straddle.cli;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.plan.PageSizes;
import dev.straddle.plan.Requested;
import dev.straddle.spec.Places;
import dev.straddle.text.Ansi;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.Names;
import dev.straddle.view.PlanView;
import java.util.Optional;
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
    PlanView view = new PlanView(sizes, json, Ansi.ofTerminal(), out());
    if (kernel != null || Requested.isGuest(places.library(), name)) {
      view.guest(
          Requested.guest(places.library(), name),
          Optional.ofNullable(kernel).map(k -> Requested.kernel(places.library(), k)));
    } else {
      view.matrix(Requested.matrix(places.library(), name));
    }
    return ExitStatus.AS_EXPECTED;
  }
}
