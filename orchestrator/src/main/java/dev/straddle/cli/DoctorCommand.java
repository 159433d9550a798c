package dev.straddle.cli;

import dev.straddle.doctor.Consent;
import dev.straddle.doctor.Doctor;
import dev.straddle.doctor.HostView;
import dev.straddle.doctor.Need;
import dev.straddle.guest.Accelerator;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.lab.SlurmCheck;
import dev.straddle.model.ByteSize;
import dev.straddle.spec.Places;
import dev.straddle.text.Ansi;
import dev.straddle.verdict.ExitStatus;
import java.io.PrintWriter;
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
    PrintWriter out = out();
    if (!site.isHere()) {
      return cluster(Places.standard(), out);
    }
    Doctor doctor = new Doctor(System.getenv("PATH"));
    List<Need> missing = doctor.missing();
    Ansi ansi = Ansi.ofTerminal();
    for (Need need : doctor.needs()) {
      String state = missing.contains(need) ? ansi.red("missing") : ansi.green("ok     ");
      out.printf(
          "%s  %-34s %-16s %s%n",
          state, need.name(), doctor.packages(List.of(need)).get(0), need.purpose());
    }
    if (missing.isEmpty()) {
      return describe(Places.standard(), ansi, out);
    }
    if (!install || !doctor.installs()) {
      String byItself = doctor.installs() ? "straddle doctor --install, or " : "";
      out.println("next: " + byItself + doctor.command(missing));
      return ExitStatus.NO_ANSWER;
    }
    boolean agreed = yes || !Ansi.isTerminal();
    return new Consent(doctor, agreed, out).meetNeeds()
        ? ExitStatus.AS_EXPECTED
        : ExitStatus.NO_ANSWER;
  }

  private int cluster(Places places, PrintWriter out) throws InterruptedException {
    Ansi ansi = Ansi.ofTerminal();
    boolean sound = true;
    for (SlurmCheck.Line line : site.check(places)) {
      String state =
          switch (line.state()) {
            case OK -> ansi.green("ok     ");
            case NOTE -> ansi.yellow("note   ");
            case MISSING -> ansi.red("missing");
          };
      out.println(state + "  " + line.text());
      sound &= line.state() != SlurmCheck.State.MISSING;
    }
    return sound ? ExitStatus.AS_EXPECTED : ExitStatus.NO_ANSWER;
  }

  /** The room there is, and what guests run on, found by running something on it. */
  private static int describe(Places places, Ansi ansi, PrintWriter out)
      throws InterruptedException {
    ByteSize free = HostView.freeSpace(places.cache());
    boolean enough = free.compareTo(HostView.ROOM) >= 0;
    out.printf(
        "%s  %d GiB free for %s; a kernel with two variants takes up to %s%n",
        enough ? ansi.green("ok     ") : ansi.red("missing"),
        free.bytes() >> 30,
        places.cache(),
        HostView.ROOM);
    Accelerator accelerator = new AcceleratorChoice(places.cache()).choose();
    out.printf(
        "%s  guests run on %s%s%n",
        ansi.green("ok     "),
        accelerator.qemuName(),
        accelerator == Accelerator.KVM
            ? ""
            : ": there is no KVM here that works, so timeouts are longer");
    return enough ? ExitStatus.AS_EXPECTED : ExitStatus.NO_ANSWER;
  }
}
