package dev.straddle.cli;

import dev.straddle.history.Chronicle;
import dev.straddle.history.Event;
import dev.straddle.history.Nights;
import dev.straddle.history.Regression;
import dev.straddle.model.BadInputException;
import dev.straddle.report.RegressionView;
import dev.straddle.runs.Json;
import dev.straddle.spec.Places;
import dev.straddle.verdict.ExitStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code straddle regressions}: what nights have found, and what people say of it. */
@Command(
    name = "regressions",
    synopsisSubcommandLabel = "[COMMAND]",
    header = "what nights have found, its state and evidence",
    description = {
      "Lists what nights have found. Without --all, what is open: NEW is not sure yet, CONFIRMED"
          + " was told last night, OPEN before; FLAKY fails now and then and always did;"
          + " FIX_PENDING waits for a commit.",
      "Exit status: 1 while something confirmed is open, else 0."
    })
final class RegressionsCommand extends Subcommand {

  @Option(
      names = "--nights",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Those of these nights. Default: the only ones there are.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON.")
  private boolean json;

  @Option(names = "--all", description = "Closed ones too.")
  private boolean all;

  @Override
  public Integer call() {
    if (name.isEmpty() && nights().names().isEmpty()) {
      out().println(json ? "[ ]" : "there was no night yet: straddle nightly FILE");
      return ExitStatus.AS_EXPECTED;
    }
    Chronicle nights = chronicle();
    List<RegressionView> views =
        nights.now().regressions().values().stream()
            .filter(r -> all || r.isOpen())
            .map(r -> RegressionView.of(nights, r))
            .toList();
    PrintWriter out = out();
    if (json) {
      out.print(Json.write(views));
    } else {
      out.print(RegressionView.list(views));
      out.println(all ? "" : "; --all lists closed ones too");
    }
    return nights.now().regressions().values().stream().anyMatch(Regression::isTold)
        ? ExitStatus.AGAINST_EXPECTATION
        : ExitStatus.AS_EXPECTED;
  }

  @Command(
      name = "show",
      description = "Shows one with its evidence: rates, kernels, life, and the runs that show it.")
  void show(@Parameters(paramLabel = "NUMBER") int number) {
    Chronicle nights = chronicle();
    RegressionView view = RegressionView.of(nights, nights.asked(number));
    out().print(json ? Json.write(view) : view.text());
  }

  @Command(
      name = "ack",
      description = "Says that it is known and is a fault: it is open, whatever its rate.")
  void ack(@Parameters(paramLabel = "NUMBER") int number) throws InterruptedException {
    say(number, new Event.Acknowledged(number));
  }

  @Command(
      name = "fix",
      description = {
        "Says which commit fixes it: it is called fixed once a kernel with that commit has passed"
            + " often enough, and reopened when such a kernel shows it."
      })
  void fix(
      @Parameters(paramLabel = "NUMBER") int number,
      @Parameters(paramLabel = "COMMIT") String commit)
      throws InterruptedException {
    say(number, new Event.FixNamed(number, commit));
  }

  @Command(name = "dup", description = "Says that it is another one in disguise.")
  void dup(@Parameters(paramLabel = "NUMBER") int number, @Parameters(paramLabel = "OF") int of)
      throws InterruptedException {
    Regression other = chronicle().asked(of);
    if (other.id() == number || other.state() == Regression.State.DUP) {
      throw new BadInputException(
          "#" + of + " is itself no regression of its own", "name the one that stays");
    }
    say(number, new Event.DuplicateOf(number, of));
  }

  @Command(name = "invalid", description = "Says that no kernel is to blame, and why.")
  void invalid(
      @Parameters(paramLabel = "NUMBER") int number, @Parameters(paramLabel = "WHY") String why)
      throws InterruptedException {
    say(number, new Event.Invalid(number, why));
  }

  @Command(name = "reopen", description = "Says that it was closed by mistake.")
  void reopen(@Parameters(paramLabel = "NUMBER") int number) throws InterruptedException {
    say(number, new Event.Reopened(number));
  }

  private void say(int number, Event event) throws InterruptedException {
    Chronicle nights = chronicle();
    nights.asked(number);
    nights().say(nights.name(), System.getProperty("user.name", "somebody"), event);
    show(number);
  }

  private Chronicle chronicle() {
    return nights().asked(name);
  }

  private static Nights nights() {
    return Nights.at(Places.standard().runs());
  }
}
