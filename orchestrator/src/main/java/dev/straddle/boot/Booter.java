package dev.straddle.boot;

import dev.straddle.guest.Initramfs;
import dev.straddle.guest.Machine;
import dev.straddle.guest.MemoryDevice;
import dev.straddle.guest.QemuCommand;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.BootEvent;
import dev.straddle.model.Cell;
import dev.straddle.model.Ending;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;

/** Boots cells; one instance may be used by several threads. */
public final class Booter {

  private final BootOptions options;

  public Booter(BootOptions options) {
    this.options = options;
  }

  /**
   * Boots one cell and returns when the machine is gone.
   *
   * <p>The calling thread may be interrupted: the machine is then stopped, the observation says
   * {@link dev.straddle.model.Ending#INTERRUPTED}, and the thread's interrupt flag is set again.
   *
   * @param cellDirectory receives {@code console.log}, {@code probe.log} and {@code qemu.sh}
   * @param listener hears the events as they happen, on the calling thread
   * @throws InfraException when the host fails before a guest has started
   */
  public Observation boot(
      Cell cell,
      KernelArtifact kernel,
      AddressPlan plan,
      Path cellDirectory,
      Consumer<BootEvent> listener)
      throws InterruptedException {
    Path initramfs = new Initramfs(options.cache().resolve("initramfs")).with(cell.guest().probe());
    QemuCommand.Boot boot =
        new QemuCommand.Boot(
            cell.id().toString(),
            cell.guest(),
            kernel,
            plan,
            initramfs,
            cellDirectory.toAbsolutePath(),
            options.accelerator(),
            cell.id().seed());
    QemuCommand command = QemuCommand.attended(boot);
    try {
      Files.createDirectories(cellDirectory);
      boot.writeImages();
      Path script = cellDirectory.resolve("qemu.sh");
      Files.writeString(
          script, QemuCommand.byHand(boot).script("Repeats the boot of " + cell.id()));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      return watch(cell, kernel, plan, cellDirectory, command, boot.memoryDevices(), listener);
    } catch (IOException e) {
      throw new InfraException(
          "cannot keep the boot's files in " + cellDirectory + ": " + e,
          "make room there, or choose another directory",
          e);
    }
  }

  /** Starts that command and sees it to its end. */
  Observation watch(
      Cell cell,
      KernelArtifact kernel,
      AddressPlan plan,
      Path cellDirectory,
      QemuCommand command,
      List<MemoryDevice> memory,
      Consumer<BootEvent> listener)
      throws IOException, InterruptedException {
    try (BootLog log = new BootLog(cellDirectory)) {
      BootDriver driver;
      try (Machine machine = Machine.start(command, log)) {
        driver = new BootDriver(cell.guest(), kernel, memory, options, machine, log, listener);
        driver.run();
      }
      Observation seen = driver.observation(cell, plan, kernel, command);
      if (seen.ending() == Ending.INTERRUPTED) {
        Thread.currentThread().interrupt();
      }
      return seen;
    }
  }
}
