package dev.straddle.boot;

import dev.straddle.disk.FileTrouble;
import dev.straddle.guest.HostFolder;
import dev.straddle.guest.Initramfs;
import dev.straddle.guest.Machine;
import dev.straddle.guest.QemuCommand;
import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.BootEvent;
import dev.straddle.model.CellId;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestClaim;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.MadeOf;
import dev.straddle.model.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Boots cells; one instance may be used by several threads. */
public final class Booter {

  /** The saved state, in the directory that {@link #save} fills; the caller removes it. */
  public static final String STATE = "machine.state";

  private final BootOptions options;

  public Booter(BootOptions options) {
    this.options = options;
  }

  /**
   * Boots once and returns when the machine is gone.
   *
   * <p>The calling thread may be interrupted: the machine is then stopped, the observation says
   * {@link Ending#INTERRUPTED}, and the thread's interrupt flag is set again.
   *
   * @param cell names the boot, and gives its seed
   * @param directory receives {@code console.log}, {@code probe.log}, {@code qemu.sh} and the
   *     content of prepared NVDIMMs
   * @param visit what is done over SSH in place of the guest's own steps; the guest then is one as
   *     {@link GuestSpec#forShell} makes it
   * @param listener hears the events as they happen, on the calling thread
   * @throws InfraException when the host fails before a guest has started
   */
  public Observation boot(
      CellId cell,
      GuestSpec guest,
      KernelArtifact kernel,
      AddressPlan plan,
      Path directory,
      Optional<SshWork> visit,
      Consumer<BootEvent> listener)
      throws InterruptedException {
    return boot(cell, guest, kernel, plan, directory, visit, Optional.empty(), listener);
  }

  /**
   * The same for a boot that goes on only where its layout is of interest; it ends {@link
   * Ending#ABANDONED} otherwise.
   *
   * @param goesOn asked at the kernel's first word, given where page structures begin
   */
  public Observation boot(
      CellId cell,
      GuestSpec guest,
      KernelArtifact kernel,
      AddressPlan plan,
      Path directory,
      Predicate<Address> goesOn,
      Consumer<BootEvent> listener)
      throws InterruptedException {
    return boot(
        cell, guest, kernel, plan, directory, Optional.empty(), Optional.of(goesOn), listener);
  }

  private Observation boot(
      CellId cell,
      GuestSpec guest,
      KernelArtifact kernel,
      AddressPlan plan,
      Path directory,
      Optional<SshWork> visit,
      Optional<Predicate<Address>> goesOn,
      Consumer<BootEvent> listener)
      throws InterruptedException {
    QemuCommand.Boot boot = prepare(cell, guest, kernel, plan, directory);
    try {
      Path script = directory.resolve("qemu.sh");
      Files.writeString(script, QemuCommand.byHand(boot).script("Repeats the boot of " + cell));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      Optional<Path> folder = visit.flatMap(SshWork::folder);
      if (folder.isEmpty()) {
        return watch(boot, QemuCommand.attended(boot), directory, visit, goesOn, listener);
      }
      Path larger = directory.resolve("initramfs-with-folder.cpio");
      try {
        HostFolder.write(boot.initramfs(), folder.get(), larger);
        QemuCommand.Boot carrying = boot.from(larger);
        return watch(carrying, QemuCommand.attended(carrying), directory, visit, goesOn, listener);
      } finally {
        Files.deleteIfExists(larger);
      }
    } catch (IOException e) {
      throw cannotWrite(directory, e);
    }
  }

  /**
   * What a boot would be made from; equal digests, equal boots.
   *
   * @throws InfraException when the host cannot prepare it
   */
  public MadeOf madeOf(CellId cell, GuestSpec guest, KernelArtifact kernel, AddressPlan plan)
      throws InterruptedException {
    return Ingredients.of(described(cell, guest, kernel, plan, Path.of("")));
  }

  /**
   * Boots until the probe waits to begin and saves the machine there, with what it has said.
   *
   * @param directory receives the state and the channels' logs, for {@link #resume}
   * @return whether the guest came that far
   * @throws InfraException when the host fails
   */
  public boolean save(
      CellId cell, GuestSpec guest, KernelArtifact kernel, AddressPlan plan, Path directory)
      throws InterruptedException {
    QemuCommand.Boot boot = prepare(cell, guest, kernel, plan, directory);
    try (BootLog log = new BootLog(directory);
        Machine machine = Machine.start(QemuCommand.attended(boot), log)) {
      return new BootDriver(boot, options, machine, log, Optional.empty(), event -> {})
          .save(directory.resolve(STATE));
    } catch (IOException e) {
      throw cannotWrite(directory, e);
    }
  }

  /**
   * Goes on from a saved machine, as often as one likes; the same boot must have been saved.
   *
   * <p>The same each time: memory, devices and the kernel's random numbers at that moment. Not the
   * same: when interrupts come, how fast the clock runs, and how processors interleave; that is
   * what makes a race show now and then.
   *
   * @param saved directory that {@link #save} filled
   */
  public Observation resume(
      CellId cell,
      GuestSpec guest,
      KernelArtifact kernel,
      AddressPlan plan,
      Path saved,
      Path directory,
      Consumer<BootEvent> listener)
      throws InterruptedException {
    QemuCommand.Boot boot = prepare(cell, guest, kernel, plan, directory);
    QemuCommand command = QemuCommand.attended(boot).restoring();
    try {
      BootDriver driver;
      try (BootLog log = new BootLog(directory);
          Machine machine = Machine.start(command, log)) {
        log.recall(saved);
        driver = new BootDriver(boot, options, machine, log, Optional.empty(), listener);
        driver.runFrom(saved.resolve(STATE));
      }
      return flagged(driver.observation(command, Ingredients.of(boot)));
    } catch (IOException e) {
      throw cannotWrite(directory, e);
    }
  }

  private QemuCommand.Boot prepare(
      CellId cell, GuestSpec guest, KernelArtifact kernel, AddressPlan plan, Path directory)
      throws InterruptedException {
    QemuCommand.Boot boot = described(cell, guest, kernel, plan, directory);
    try {
      Files.createDirectories(directory);
      boot.writeImages();
      return boot;
    } catch (IOException e) {
      throw cannotWrite(directory, e);
    }
  }

  private QemuCommand.Boot described(
      CellId cell, GuestSpec guest, KernelArtifact kernel, AddressPlan plan, Path directory)
      throws InterruptedException {
    return new QemuCommand.Boot(
        cell,
        guest,
        kernel,
        plan,
        new Initramfs(options.cache().resolve("initramfs"))
            .with(
                guest.probe(),
                shown(guest),
                kernel.modules(),
                guest.ssh().isPresent(),
                kernel.networkModules()),
        directory.toAbsolutePath(),
        options.accelerator());
  }

  /** Files of the guest on which its definition has claims. */
  private static List<String> shown(GuestSpec guest) {
    return guest.proves().stream()
        .flatMap(
            claim ->
                claim instanceof GuestClaim.FileHolds file
                    ? Stream.of(file.path())
                    : claim instanceof GuestClaim.ModuleLoaded
                        ? Stream.of(GuestFacts.MODULES)
                        : Stream.empty())
        .distinct()
        .toList();
  }

  /**
   * Starts that command and sees it to its end.
   *
   * @param visit in place of the guest's own steps over SSH
   * @param goesOn asked at the kernel's first word
   */
  Observation watch(
      QemuCommand.Boot boot,
      QemuCommand command,
      Path directory,
      Optional<SshWork> visit,
      Optional<Predicate<Address>> goesOn,
      Consumer<BootEvent> listener)
      throws IOException, InterruptedException {
    BootDriver driver;
    CompletableFuture<MadeOf> digests;
    try (BootLog log = new BootLog(directory);
        Machine machine = Machine.start(command, log)) {
      driver =
          new BootDriver(
              boot,
              options,
              machine,
              log,
              visit.or(() -> boot.guest().ssh().map(ssh -> steps(ssh, directory, log))),
              listener);
      digests = CompletableFuture.supplyAsync(() -> Ingredients.of(boot));
      goesOn.ifPresent(driver::goesOnIf);
      if (visit.isPresent()) {
        visit.get().starts(machine);
      }
      driver.run();
    }
    return flagged(driver.observation(command, digests.join()));
  }

  private SshWork steps(GuestSpec.Ssh ssh, Path directory, BootLog log) {
    return new SshSteps(ssh, options.accelerator().slowness(), directory, log);
  }

  private static Observation flagged(Observation seen) {
    if (seen.ending() == Ending.INTERRUPTED) {
      Thread.currentThread().interrupt();
    }
    return seen;
  }

  private static InfraException cannotWrite(Path directory, IOException e) {
    return new InfraException(
        "cannot keep the boot's files in " + directory + ": " + FileTrouble.why(e),
        "make room there, or choose another directory",
        e);
  }
}
