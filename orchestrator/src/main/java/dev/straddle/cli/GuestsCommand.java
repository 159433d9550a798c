package dev.straddle.cli;

import dev.straddle.plan.Requested;
import dev.straddle.spec.Places;
import dev.straddle.text.Ansi;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.GuestsView;
import dev.straddle.view.Names;
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
    view().list(Places.standard().library().all());
    return ExitStatus.AS_EXPECTED;
  }

  @Command(name = "show", description = "Shows one guest with its address arithmetic.")
  void show(
      @Parameters(
              paramLabel = "GUEST",
              description = KernelOnGuest.GUEST,
              completionCandidates = Names.Guests.class)
          String name) {
    view().show(Requested.guest(Places.standard().library(), name));
  }

  private GuestsView view() {
    return new GuestsView(Ansi.ofTerminal(), out());
  }
}
