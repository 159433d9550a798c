package dev.straddle.view;

import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.GuestSpec;
import dev.straddle.plan.Requested;
import dev.straddle.report.AddressPlanText;
import dev.straddle.report.GuestText;
import dev.straddle.spec.BadSpecException;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Problem;
import dev.straddle.spec.SpecFile;
import dev.straddle.text.Ansi;
import dev.straddle.text.Screen;
import dev.straddle.text.TextTable;
import java.io.PrintWriter;
import java.util.List;

/** Guests, and what a kernel without the series does on them. */
public record GuestsView(Ansi ansi, PrintWriter out) {

  /**
   * Lists the good ones.
   *
   * @throws BadSpecException then, with the problems of the others
   */
  public void list(Catalogue catalogue) {
    for (SpecFile<GuestSpec> file : catalogue.guests().values()) {
      if (Requested.problems(file).findAny().isEmpty()) {
        GuestSpec guest = file.spec().orElseThrow();
        out.printf("%s  %s%n", ansi.bold(guest.name()), AddressPlanText.prediction(plan(guest)));
        out.print(TextTable.wrap("  " + guest.description(), Screen.width()));
      }
    }
    List<Problem> problems =
        catalogue.guests().values().stream().flatMap(Requested::problems).toList();
    if (!problems.isEmpty()) {
      out.flush();
      throw new BadSpecException(problems);
    }
  }

  /** Shows one with its address arithmetic. */
  public void show(GuestSpec guest) {
    GuestText.print(guest, plan(guest), ansi, out);
  }

  private static AddressPlan plan(GuestSpec guest) {
    return AddressPlanner.plan(guest, AddressPlanner.assumedStructPage(guest));
  }
}
