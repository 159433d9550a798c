package dev.straddle.cli;

import dev.straddle.guest.SshCommand;
import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.BootEvent;
import dev.straddle.model.CellId;
import dev.straddle.model.Ending;
import dev.straddle.model.Finding;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Moments;
import dev.straddle.model.Observation;
import dev.straddle.plan.Requested;
import dev.straddle.plan.SshKernel;
import dev.straddle.report.BootText;
import dev.straddle.run.SingleBoot;
import dev.straddle.runs.RunDirectory;
import dev.straddle.text.Screen;
import dev.straddle.text.Shell;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.ShellVisit;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code straddle shell}: a guest to look around in. */
@Command(
    name = "shell",
    header = "a shell or a command in a guest, over SSH",
    description = {
      "Boots a guest and opens a shell in it, or runs one command; the guest ends with it.",
      "Whatever the guest's file says, it gets an SSH server and a network that leads nowhere, its"
          + " probe does not run by itself (type `probe` for that), and a kernel without network is"
          + " built once more with kernels/config/ssh.config.",
    },
    footer = {
      "",
      "One word after -- goes to the guest's shell as it is, several become one command:",
      "  straddle shell linux-6.12/unpatched pgd-straddle",
      "  straddle shell linux-6.12/patched pgd-straddle -- 'probe; cat /proc/iomem'",
      "",
      "Exit status: that of the shell or command; 255 when the guest ended first, as by a crash; 2"
          + " when it never came so far."
    })
final class ShellCommand extends Subcommand {

  /** As ssh says that a connection was lost. */
  private static final int LOST = 255;

  @Mixin private KernelOnGuest wanted;

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "What to run instead of a shell, behind --.")
  private List<String> command = List.of();

  @Override
  public Integer call() throws Exception {
    Places places = Places.standard();
    List<String> words = new ArrayList<>(wanted.beyondCell().stream().toList());
    words.addAll(command);
    Requested.Boot asked = wanted.read(places.library());
    Requested.KernelVariant variant = SshKernel.of(asked.kernel(), places.home());
    if (!variant.equals(asked.kernel())) {
      err()
          .printf(
              "%s has no network: taking %s, the same with kernels/config/ssh.config%n",
              asked.kernel().kernel().name(), variant.kernel().name());
      err().flush();
    }
    GuestSpec machine = asked.guest().forShell();
    return SingleBoots.during(places, err(), boots -> visit(boots, variant, machine, words));
  }

  private int visit(
      SingleBoot boots, Requested.KernelVariant variant, GuestSpec machine, List<String> words)
      throws BuildFailedException, InterruptedException {
    PrintWriter err = err();
    KernelArtifact artifact = boots.kernel(variant);
    CellId cell =
        new CellId(artifact.kernel(), artifact.variant(), machine.name(), 1, Optional.empty());
    RunDirectory directory = boots.directory("shell", machine);
    Path console = directory.cell(cell).resolve("console.log");
    ShellVisit visit = new ShellVisit(line(words), console, err);
    SingleBoot.Outcome outcome = boots.boot(cell, machine, artifact, directory, visit);
    return status(visit.end(), outcome, console, err);
  }

  /** What the guest's shell is given. */
  static Optional<String> line(List<String> command) {
    return switch (command.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(command.get(0));
      default -> Optional.of(Shell.line(command));
    };
  }

  private static int status(
      Optional<SshCommand.End> end, SingleBoot.Outcome outcome, Path console, PrintWriter err) {
    Observation seen = outcome.seen();
    List<Finding> findings = outcome.verdict().findings();
    findings.forEach(finding -> err.println("straddle: the kernel reported " + finding.title()));
    if (!findings.isEmpty()) {
      seen.audits().forEach(audit -> BootText.print(audit, Screen.width(), err));
    } else if (seen.ending() != Ending.PROBE_DONE) {
      err.println("straddle: " + outcome.verdict().reason());
    }
    seen.facts().steps().stream()
        .filter(step -> !step.succeeded())
        .forEach(step -> err.println("straddle: " + step.ending()));
    err.println("console: " + console);
    err.flush();
    return end.map(SshCommand.End::status).orElse(cameIn(seen) ? LOST : ExitStatus.NO_ANSWER);
  }

  private static boolean cameIn(Observation seen) {
    return seen.events().stream()
        .anyMatch(
            e -> e instanceof BootEvent.Milestone m && m.name().equals(Moments.SSH_CONNECTED));
  }
}
