package dev.straddle.cli;

import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.GuestSpec;
import dev.straddle.plan.Requested;
import dev.straddle.report.AddressPlanText;
import dev.straddle.report.GuestText;
import dev.straddle.spec.BadSpecException;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Places;
import dev.straddle.spec.Problem;
import dev.straddle.spec.SpecFile;
import dev.straddle.text.Ansi;
import dev.straddle.text.Screen;
import dev.straddle.text.TextTable;
import dev.straddle.verdict.ExitStatus;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code straddle guests}: the guests there are. */
@Command(
    name = "guests",
    header = "list and show guests",
    description = "Lists the guests, or shows one.")
final class GuestsCommand extends Subcommand {

  @Override
  public Integer call() {
    return list();
  }

  /** The good guests, then the problems of the others. */
  @Command(
      name = "list",
      description = "Lists every guest with what a kernel without the series does on it.")
  int list() {
    PrintWriter out = out();
    Catalogue catalogue = Places.standard().library().all();
    List<Problem> problems =
        catalogue.guests().values().stream().flatMap(Requested::problems).toList();
    Ansi ansi = Ansi.ofTerminal();
    for (SpecFile<GuestSpec> file : catalogue.guests().values()) {
      if (Requested.problems(file).findAny().isEmpty()) {
        GuestSpec guest = file.spec().orElseThrow();
        out.printf("%s  %s%n", ansi.bold(guest.name()), AddressPlanText.prediction(plan(guest)));
        out.print(TextTable.wrap("  " + guest.description(), Screen.width()));
      }
    }
    if (!problems.isEmpty()) {
      out.flush();
      throw new BadSpecException(problems);
    }
    return ExitStatus.AS_EXPECTED;
  }

  @Command(name = "show", description = "Shows one guest with its address arithmetic.")
  int show(
      @Parameters(
              paramLabel = "GUEST",
              description = KernelOnGuest.GUEST,
              completionCandidates = Names.Guests.class)
          String name) {
    GuestSpec guest = Requested.guest(Places.standard().library(), name);
    GuestText.print(guest, plan(guest), Ansi.ofTerminal(), out());
    return ExitStatus.AS_EXPECTED;
  }

  private static AddressPlan plan(GuestSpec guest) {
    return AddressPlanner.plan(guest, AddressPlanner.assumedStructPage(guest));
  }
}
