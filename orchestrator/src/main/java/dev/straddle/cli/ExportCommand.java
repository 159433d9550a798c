package dev.straddle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.straddle.history.Nights;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.process.StopOnSignal;
import dev.straddle.report.JunitReport;
import dev.straddle.report.KcidbReport;
import dev.straddle.report.KcidbSubmission;
import dev.straddle.report.KtapReport;
import dev.straddle.report.StableReply;
import dev.straddle.report.SummaryReport;
import dev.straddle.run.Judgement;
import dev.straddle.runs.Bundle;
import dev.straddle.runs.RunDirectory;
import dev.straddle.spec.Places;
import dev.straddle.verdict.ExitStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code straddle export}: a run in the form of another system. */
@Command(
    name = "export",
    header = "a run in a form that other systems read",
    description = "Judges a run again and prints it for other systems, or packs all of it.")
final class ExportCommand extends Subcommand {

  /** The forms, by the words that people type. */
  private enum Form {
    junit,
    ktap,
    kcidb,
    mail,
    stable
  }

  @Mixin private RunArgument run;

  @ArgGroup(multiplicity = "1")
  private What what;

  /** One of them. */
  private static final class What {
    @Option(
        names = "--as",
        paramLabel = "FORM",
        description = "Print it; one of: ${COMPLETION-CANDIDATES}.")
    private Optional<Form> form;

    @Option(
        names = "--bundle",
        paramLabel = "FILE",
        description =
            "Write a .tar.gz with kernels and archives, whose qemu.sh repeat the boots on any"
                + " machine with QEMU.")
    private Optional<Path> bundle;
  }

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      defaultValue = "straddle",
      description = "The name of your CI system in KCIDB. Default: ${DEFAULT-VALUE}.")
  private String origin;

  @Option(
      names = "--submit",
      paramLabel = "URL",
      description = "Hand the report to a KCIDB server instead of printing it.")
  private Optional<URI> server = Optional.empty();

  @Option(names = "--token", paramLabel = "FILE", description = "Holds the server's token.")
  private Optional<Path> token = Optional.empty();

  @Option(
      names = "--tester",
      paramLabel = "NAME",
      defaultValue = "NAME <ADDRESS>",
      description = "For Tested-by in answers to stable candidates, with address.")
  private String tester;

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunDirectory directory = run.open();
    if (what.bundle != null && what.bundle.isPresent()) {
      return bundle(directory, what.bundle.get());
    }
    RunRecord record = Judgement.of(directory);
    List<Observation> seen = directory.readableObservations();
    PrintWriter out = out();
    switch (what.form.orElseThrow()) {
      case junit -> JunitReport.write(record, seen, out);
      case ktap -> out.print(KtapReport.text(record, seen));
      case kcidb -> out.println(kcidb(record, seen));
      case mail -> out.print(SummaryReport.text(record, SummaryReport.Style.MAIL));
      case stable ->
          out.print(StableReply.of(Nights.at(run.places().runs()).after(directory), tester));
    }
    out.flush();
    return ExitStatus.AS_EXPECTED;
  }

  @SuppressWarnings("try") // the handler of signals is held, not spoken to
  private int bundle(RunDirectory directory, Path file) {
    List<String> missing;
    try (StopOnSignal signal = stopping(Thread.currentThread()::interrupt)) {
      missing = Bundle.write(directory, Places.standard().cache(), file);
    }
    missing.forEach(gone -> err().println("straddle: gone, and so not in the bundle: " + gone));
    out().println(file);
    return missing.isEmpty() ? ExitStatus.AS_EXPECTED : ExitStatus.NO_ANSWER;
  }

  private String kcidb(RunRecord record, List<Observation> seen)
      throws IOException, InterruptedException {
    JsonNode report = KcidbReport.of(record, seen, origin);
    return server.isPresent()
        ? "submitted: " + KcidbSubmission.send(report, server.get(), token)
        : report.toPrettyString();
  }
}
