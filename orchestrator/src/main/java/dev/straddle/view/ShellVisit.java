package dev.straddle.view;

import dev.straddle.boot.CrashedGuest;
import dev.straddle.boot.SshWork;
import dev.straddle.guest.HostFolder;
import dev.straddle.guest.Machine;
import dev.straddle.guest.SshCommand;
import dev.straddle.guest.SshSession;
import dev.straddle.image.ElfFile;
import dev.straddle.kernel.BuildFailedException;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.BadInputException;
import dev.straddle.model.BootEvent;
import dev.straddle.model.CellId;
import dev.straddle.model.Ending;
import dev.straddle.model.Finding;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Moments;
import dev.straddle.model.Observation;
import dev.straddle.plan.Requested;
import dev.straddle.report.BootText;
import dev.straddle.run.SingleBoot;
import dev.straddle.runs.RunDirectory;
import dev.straddle.text.Ansi;
import dev.straddle.text.RawTerminal;
import dev.straddle.text.Screen;
import dev.straddle.text.Shell;
import dev.straddle.verdict.ExitStatus;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A shell or a command in the guest, its streams on this process's own. */
public final class ShellVisit implements SshWork {

  /**
   * What else a visitor wants.
   *
   * @param folder of the host, of which a copy is put into the guest
   * @param gdb whether a debugger may come in
   * @param keep whether a guest that crashed stays until the visitor lets it go
   * @param dump where memory goes when the guest has crashed
   */
  public record Wishes(Optional<Path> folder, boolean gdb, boolean keep, Optional<Path> dump) {
    public Wishes {
      if (folder.isPresent() && !Files.isDirectory(folder.get())) {
        throw new BadInputException("there is no folder " + folder.get());
      }
      if (dump.isPresent() && Files.exists(dump.get())) {
        throw new BadInputException(dump.get() + " is there already", "name a new file for --dump");
      }
      folder = folder.map(Path::toAbsolutePath).map(Path::normalize);
      if (folder.isPresent() && folder.get().getFileName() == null) {
        throw new BadInputException("all of the host does not fit into a guest", "name a folder");
      }
    }
  }

  /** As ssh says that a connection was lost. */
  private static final int LOST = 255;

  /** With it crash looks for the slabs of another allocator, and gives up. */
  private static final String TINY = "CONFIG_SLUB_TINY=y";

  private static final String NO_SLABS = "--no_kmem_cache";
  private static final Duration START_DEADLINE = Duration.ofMinutes(2);
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(3650);

  private final Optional<String> command;
  private final Wishes wishes;
  private final KernelArtifact kernel;
  private final long memory;
  private final boolean kaslr;
  private final Path console;
  private final PrintWriter err;
  private volatile Optional<SshCommand.End> end = Optional.empty();

  /**
   * Boots a guest and visits it; returns the exit status.
   *
   * @param command empty for a shell
   */
  public static int pay(
      SingleBoot boots,
      Requested.KernelVariant kernel,
      GuestSpec guest,
      Optional<String> command,
      Wishes wishes,
      PrintWriter err)
      throws BuildFailedException, InterruptedException {
    if (wishes.folder().isPresent()) {
      checkSize(wishes.folder().get(), guest);
    }
    KernelArtifact artifact = boots.kernel(kernel);
    CellId cell =
        new CellId(artifact.kernel(), artifact.variant(), guest.name(), 1, Optional.empty());
    RunDirectory directory = boots.directory("shell", guest);
    ShellVisit visit =
        new ShellVisit(
            command,
            wishes,
            artifact,
            AddressPlanner.plan(guest, artifact).ramEnd(),
            guest.machine().kaslr(),
            directory.cell(cell).resolve("console.log"),
            err);
    return visit.tell(boots.boot(cell, guest, artifact, directory, visit));
  }

  private static void checkSize(Path folder, GuestSpec guest) {
    long memory = guest.machine().memory().bytes();
    try {
      long size = HostFolder.size(folder);
      if (size > HostFolder.most(memory)) {
        throw new BadInputException(
            "%s has %d MiB, and %s with its memory of %s takes %d MiB"
                .formatted(
                    folder,
                    size >> 20,
                    guest.name(),
                    guest.machine().memory(),
                    HostFolder.most(memory) >> 20),
            "name a smaller folder, or a guest with more memory");
      }
    } catch (IOException e) {
      throw new BadInputException(folder + " cannot be copied: " + e.getMessage());
    }
  }

  /**
   * @param command empty for a shell
   * @param kernel with the vmlinux that debuggers read
   * @param memory the first address that is not worth writing down after a crash
   * @param kaslr whether the guest's kernel lies elsewhere each time
   * @param console where the kernel's words go, for the person to know
   */
  private ShellVisit(
      Optional<String> command,
      Wishes wishes,
      KernelArtifact kernel,
      long memory,
      boolean kaslr,
      Path console,
      PrintWriter err) {
    this.command = command;
    this.wishes = wishes;
    this.kernel = kernel;
    this.memory = memory;
    this.kaslr = kaslr;
    this.console = console;
    this.err = err;
  }

  /**
   * Tells what became of the guest.
   *
   * @return the exit status: that of the command; of a guest that ended first, that of ssh
   */
  private int tell(SingleBoot.Outcome outcome) {
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
    say("console: " + console);
    return end.map(SshCommand.End::status).orElse(cameIn(seen) ? LOST : ExitStatus.NO_ANSWER);
  }

  private static boolean cameIn(Observation seen) {
    return seen.events().stream()
        .anyMatch(
            e -> e instanceof BootEvent.Milestone m && m.name().equals(Moments.SSH_CONNECTED));
  }

  @Override
  public Optional<Duration> longest() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> folder() {
    return wishes.folder();
  }

  @Override
  public void starts(Machine machine) throws IOException, InterruptedException {
    if (wishes.gdb()) {
      String socket = Shell.quoted("target remote " + machine.openForDebugger());
      say("debugger: gdb -ex " + socket + " " + Shell.quoted(kernel.vmlinux().toString()));
      if (kaslr) {
        say("The guest has KASLR: addresses in it are not those of vmlinux.");
      }
    }
  }

  @Override
  public void crashed(CrashedGuest guest) throws IOException, InterruptedException {
    if (wishes.dump().isPresent()) {
      dump(guest, wishes.dump().get());
    }
    if (wishes.keep()) {
      say("the guest has crashed and stands still; Ctrl-C lets it go");
      guest.standStill();
    }
  }

  private void dump(CrashedGuest guest, Path file) throws IOException, InterruptedException {
    Optional<String> lost = guest.dump(file, memory);
    String core = Shell.quoted(file.toString());
    if (ElfFile.read(kernel.vmlinux()).section(".debug_info").isEmpty()) {
      say("memory: " + core + ", for crash or drgn with a vmlinux that has debug information");
    } else {
      String image = Shell.quoted(kernel.vmlinux().toString());
      String option = Files.readAllLines(kernel.config()).contains(TINY) ? " " + NO_SLABS : "";
      say("memory: crash" + option + " " + image + " " + core);
      say("    or: drgn -c " + core + " -s " + image);
    }
    lost.ifPresent(why -> say("It does not say where its kernel lies: " + why));
  }

  private void say(String line) {
    err.println(line);
    err.flush();
  }

  @Override
  public void in(SshSession guest) throws IOException, InterruptedException {
    if (!Ansi.isTerminal()) {
      run(guest);
      return;
    }
    if (command.isEmpty()) {
      err.println("The guest ends with this shell; `probe` runs its probe. Console: " + console);
      err.flush();
    }
    try (RawTerminal terminal = RawTerminal.enter()) {
      run(guest, terminal);
    }
  }

  private void run(SshSession guest) throws IOException, InterruptedException {
    try (SshCommand running = guest.start(command, streams(), Optional.empty(), START_DEADLINE)) {
      end = running.await(AS_LONG_AS_IT_TAKES);
    }
  }

  private void run(SshSession guest, RawTerminal terminal)
      throws IOException, InterruptedException {
    RawTerminal.Kind kind = terminal.kind();
    SshSession.Terminal there = new SshSession.Terminal(kind.type(), kind.columns(), kind.rows());
    try (SshCommand running = guest.start(command, streams(), Optional.of(there), START_DEADLINE)) {
      terminal.onResize(running::resize);
      end = running.await(AS_LONG_AS_IT_TAKES);
    }
  }

  /** Unbuffered, as each key counts. */
  private static SshSession.Streams streams() {
    return new SshSession.Streams(
        new FileInputStream(FileDescriptor.in),
        new Unfailing(new FileOutputStream(FileDescriptor.out)),
        errors());
  }

  private static OutputStream errors() {
    return new Unfailing(new FileOutputStream(FileDescriptor.err));
  }

  /** Somebody who no longer listens, as {@code head} does, must not end the connection. */
  private static final class Unfailing extends OutputStream {

    private final OutputStream to;

    Unfailing(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        to.write(bytes, offset, length);
      } catch (IOException e) {
        // Nobody is there to be told.
      }
    }
  }
}
