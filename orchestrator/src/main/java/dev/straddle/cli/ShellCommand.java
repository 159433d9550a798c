package dev.straddle.cli;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.model.GuestSpec;
import dev.straddle.plan.Requested;
import dev.straddle.plan.SshKernel;
import dev.straddle.report.BuildText;
import dev.straddle.spec.Places;
import dev.straddle.text.Shell;
import dev.straddle.view.ShellVisit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle shell}: a guest to look around in. */
@Command(
    name = "shell",
    header = "a shell or a command in a guest, over SSH",
    description = {
      "Boots a guest and opens a shell in it, or runs one command; the guest ends with it.",
      "Its probe waits for you to type `probe`, its network leads nowhere, and a kernel without"
          + " network is built once more with kernels/config/ssh.config.",
    },
    footer = {
      "",
      "One word after -- goes to the guest's shell as it is, several become one command:",
      "  straddle shell linux-6.12/patched pgd-straddle -- 'probe; cat /proc/iomem'",
      "Exit status: the command's; 255 the guest ended first; 2 it never came so far."
    })
final class ShellCommand extends Subcommand {

  @Mixin private KernelOnGuest wanted;

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "What to run instead of a shell, behind --.")
  private List<String> command = List.of();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Puts a copy of it into the guest, as /host/NAME.")
  private Optional<Path> folder;

  @Option(names = "--gdb", description = "Lets a debugger in; prints the command for it.")
  private boolean gdb;

  @Option(names = "--keep", description = "After a crash the machine stays until Ctrl-C.")
  private boolean keep;

  @Option(
      names = "--dump",
      paramLabel = "FILE",
      description = "After a crash the guest's RAM goes there, for crash and drgn.")
  private Optional<Path> dump;

  @Override
  public Integer call() throws Exception {
    Places places = Places.standard();
    List<String> words = new ArrayList<>(wanted.beyondCell().stream().toList());
    words.addAll(command);
    Requested.Boot asked = wanted.read(places.library());
    Requested.KernelVariant variant = SshKernel.of(asked.kernel(), places.home());
    ShellVisit.Wishes wishes = new ShellVisit.Wishes(folder, gdb, keep, dump);
    tell(asked.kernel(), variant, new KernelBuilder(places.cache(), 1, event -> {}));
    GuestSpec machine = asked.guest().forShell();
    return SingleBoots.during(
        this, boots -> ShellVisit.pay(boots, variant, machine, line(words), wishes, err()));
  }

  /** Which kernel is taken, and that it has to be built first. */
  private void tell(
      Requested.KernelVariant asked, Requested.KernelVariant taken, KernelBuilder builder)
      throws InterruptedException {
    if (!taken.equals(asked)) {
      err()
          .printf(
              "%s has no network: taking %s, the same with kernels/config/ssh.config%n",
              asked.kernel().name(), taken.kernel().name());
    }
    if (builder.cached(taken.kernel(), taken.variant()).isEmpty()) {
      err().println(BuildText.toCome(taken.name(), Runtime.getRuntime().availableProcessors()));
    }
    err().flush();
  }

  /** What the guest's shell is given. */
  static Optional<String> line(List<String> command) {
    return switch (command.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(command.get(0));
      default -> Optional.of(Shell.line(command));
    };
  }
}
