package dev.straddle.cli;

import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import dev.straddle.model.Observation;
import dev.straddle.run.Replay;
import dev.straddle.run.SingleBoot;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunStore;
import dev.straddle.spec.Places;
import dev.straddle.text.Suggestion;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.BootResult;
import dev.straddle.view.Names;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle replay}: a boot once more, and whether it was the same. */
@Command(
    name = "replay",
    header = "a boot again; with a seed, byte for byte",
    description =
        "Repeats a boot of an earlier run. With a seed its console must come out byte for byte;"
            + " without one only its ending is compared.",
    footer = {"", "Exit status: 0 the same, 1 different, 2 the host failed."})
final class ReplayCommand extends Subcommand {

  @Parameters(
      paramLabel = "CELL",
      completionCandidates = Names.Cells.class,
      description = "Such as linux-6.12/unpatched@kaslr-8tib~1; quote it in a shell.")
  private CellId cell;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description =
          "The run or single boot that it belongs to: an id or a directory. Default: the newest"
              + " that has it.")
  private Optional<String> run;

  @Override
  public Integer call() throws Exception {
    RunDirectory earlier = RunStore.at(Places.standard().runs()).with(cell, run);
    Observation before = earlier.observation(cell).orElseThrow(() -> unknown(earlier));
    Replay.mustBePossible(before);
    return SingleBoots.during(this, boots -> replay(boots, earlier, before));
  }

  private BadInputException unknown(RunDirectory run) {
    List<String> cells = run.observations().stream().map(o -> o.cell().toString()).toList();
    return new BadInputException(
        "%s has no boot %s that ended".formatted(run.path(), cell),
        Suggestion.among(cell.toString(), cells));
  }

  private int replay(SingleBoot boots, RunDirectory earlier, Observation before)
      throws InterruptedException {
    PrintWriter out = out();
    SingleBoot.Outcome again =
        boots.boot(
            before.cell(),
            before.guest(),
            before.kernel(),
            boots.directory("replay", before.guest()));
    if (again.seen().trouble().isPresent()) {
      BootResult.print(again, out);
      return ExitStatus.NO_ANSWER;
    }
    Replay replay = Replay.compared(before, earlier, again);
    replay.words().forEach(out::println);
    out.println("files in " + again.directory());
    out.flush();
    return replay.same() ? ExitStatus.AS_EXPECTED : ExitStatus.AGAINST_EXPECTATION;
  }
}
