package dev.straddle.cli;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.RunRecord;
import dev.straddle.run.Judgement;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.Reports;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code straddle judge}: the verdict again, from what a run left on disk. */
@Command(
    name = "judge",
    header = "a verdict again, from what a run left on disk",
    description =
        "Judges a run again from its observations and consoles, without booting anything; a run"
            + " that was killed half-way is judged as far as it got. The exit status is that of"
            + " run, or of boot.")
final class JudgeCommand extends Subcommand {

  @Mixin private RunArgument run;

  @Override
  public Integer call() {
    PrintWriter out = out();
    RunDirectory directory = run.open();
    List<CellVerdict> boots = Judgement.ofBoots(directory);
    if (!boots.isEmpty()) {
      boots.forEach(v -> out.printf("%s: %s, %s%n", v.cell(), v.outcome(), v.reason()));
      return ExitStatus.of(boots.stream().map(CellVerdict::outcome).toList());
    }
    RunRecord record = Judgement.of(directory);
    out.print(Reports.summary(record, directory));
    out.println(Reports.place(directory));
    return record.verdict().exitStatus();
  }
}
