package dev.straddle.cli;

import dev.straddle.doctor.Consent;
import dev.straddle.doctor.Doctor;
import dev.straddle.doctor.Need;
import dev.straddle.guest.Accelerator;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.spec.Places;
import dev.straddle.text.Ansi;
import dev.straddle.text.Screen;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.HostCheckView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code straddle doctor}: whether the host has what straddle needs. */
@Command(
    name = "doctor",
    header = "what the host lacks; --install installs it",
    description =
        "Says what the host lacks, and installs it with --install; with --on slurm, whether a cluster"
            + " can do the work.")
final class DoctorCommand extends Subcommand {

  @Option(names = "--install", description = "Install what is missing, from Debian's packages.")
  private boolean install;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask before installing.")
  private boolean yes;

  @Mixin private SiteOptions site;

  @Override
  public Integer call() throws InterruptedException {
    HostCheckView view = new HostCheckView(Ansi.ofTerminal(), Screen.widthOfTerminal(), out());
    Places places = Places.standard();
    if (!site.isHere()) {
      return status(view.cluster(site.check(places)));
    }
    Doctor doctor = new Doctor(System.getenv("PATH"));
    List<Need> missing = view.needs(doctor);
    if (missing.isEmpty()) {
      Accelerator accelerator = new AcceleratorChoice(places.cache()).choose();
      return status(view.room(places.cache(), accelerator));
    }
    if (!install || !doctor.installs()) {
      String byItself = doctor.installs() ? "straddle doctor --install, or " : "";
      out().println("next: " + byItself + doctor.command(missing));
      return ExitStatus.NO_ANSWER;
    }
    return status(new Consent(doctor, yes || !Ansi.isTerminal(), out()).meetNeeds());
  }

  private static int status(boolean sound) {
    return sound ? ExitStatus.AS_EXPECTED : ExitStatus.NO_ANSWER;
  }
}
