package dev.straddle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.straddle.model.BadInputException;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.report.JunitReport;
import dev.straddle.report.KcidbReport;
import dev.straddle.report.KtapReport;
import dev.straddle.report.SummaryReport;
import dev.straddle.run.Judgement;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.ExitStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code straddle export}: a run in the form of another system. */
@Command(
    name = "export",
    header = "a run in a form that other systems read",
    description = "Judges a run again and prints it in a form that other systems read.")
final class ExportCommand extends Subcommand {

  /** The forms, by the words that people type. */
  private enum Form {
    junit,
    ktap,
    kcidb,
    mail
  }

  @Mixin private RunArgument run;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "FORM",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private Form form;

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      defaultValue = "straddle",
      description = "The name of your CI system in KCIDB. Default: ${DEFAULT-VALUE}.")
  private String origin;

  @Override
  public Integer call() throws IOException {
    RunDirectory directory = run.open();
    RunRecord record = Judgement.of(directory);
    List<Observation> seen = directory.observations();
    PrintWriter out = out();
    switch (form) {
      case junit -> JunitReport.write(record, seen, out);
      case ktap -> out.print(KtapReport.text(record, seen));
      case kcidb -> out.println(kcidb(record, seen).toPrettyString());
      case mail -> out.print(SummaryReport.text(record, SummaryReport.Style.MAIL));
    }
    out.flush();
    return ExitStatus.AS_EXPECTED;
  }

  private JsonNode kcidb(RunRecord record, List<Observation> seen) {
    try {
      return KcidbReport.of(record, seen, origin);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage());
    }
  }
}
