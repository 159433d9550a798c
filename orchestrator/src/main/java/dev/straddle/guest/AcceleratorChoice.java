package dev.straddle.guest;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.FileTrouble;
import dev.straddle.model.InfraException;
import dev.straddle.process.Child;
import dev.straddle.process.Command;
import dev.straddle.process.Exit;
import dev.straddle.process.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Chooses an accelerator by running a kernel of a few instructions on it.
 *
 * <p>{@code /dev/kvm} promises little: on some hosts it opens and QEMU then hangs, dies, or runs
 * slower than the translator. So KVM has to finish the same work no later than twice TCG's time.
 * The answer holds until the host boots again.
 */
public final class AcceleratorChoice {

  private static final Path KVM = Path.of("/dev/kvm");
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** What the kernel's write of 0x10 to isa-debug-exit becomes. */
  private static final int SUCCESS = 33;

  private final Path cache;

  /**
   * @param cache directory that keeps the answer; made when absent
   */
  public AcceleratorChoice(Path cache) {
    this.cache = cache;
  }

  /**
   * The accelerator to use on this host.
   *
   * @throws InfraException when QEMU cannot run even its translator
   */
  public Accelerator choose() throws InterruptedException {
    if (!Files.isReadable(KVM) || !Files.isWritable(KVM)) {
      return Accelerator.TCG;
    }
    try {
      Path answer = cache.resolve("accelerator-" + Files.readString(BOOT_ID).strip());
      if (Files.exists(answer)) {
        Optional<Accelerator> known = parse(Files.readString(answer).strip());
        if (known.isPresent()) {
          return known.get();
        }
      }
      Accelerator chosen = tryBoth();
      if (!Files.exists(cache) || Files.isWritable(cache)) {
        AtomicFiles.replaceForGood(answer, out -> out.write(chosen.qemuName() + "\n"));
      }
      return chosen;
    } catch (IOException e) {
      throw new InfraException(
          "cannot keep the choice of an accelerator in " + cache + ": " + FileTrouble.why(e),
          "make the directory writable",
          e);
    }
  }

  private Accelerator tryBoth() throws IOException, InterruptedException {
    Path kernel = Files.createTempFile("straddle-", ".elf");
    try (InputStream image = AcceleratorChoice.class.getResourceAsStream("accelerator-check.elf")) {
      if (image == null) {
        throw new IOException("accelerator-check.elf is missing from the program");
      }
      Files.copy(image, kernel, StandardCopyOption.REPLACE_EXISTING);
      Result translated = run(Accelerator.TCG, kernel, DEADLINE);
      if (!succeeded(translated)) {
        throw new InfraException(
            "QEMU cannot run a kernel of a few instructions: " + translated.describe(),
            "run `straddle doctor`");
      }
      Result virtualised = run(Accelerator.KVM, kernel, translated.took().multipliedBy(2));
      return succeeded(virtualised) ? Accelerator.KVM : Accelerator.TCG;
    } finally {
      Files.deleteIfExists(kernel);
    }
  }

  private static boolean succeeded(Result result) {
    return result.exit() instanceof Exit.Exited exited && exited.status() == SUCCESS;
  }

  private static Result run(Accelerator accelerator, Path kernel, Duration deadline)
      throws InterruptedException {
    List<String> argv =
        List.of(
            "qemu-system-x86_64",
            "-nodefaults",
            "-no-user-config",
            "-display",
            "none",
            "-nic",
            "none",
            "-no-reboot",
            "-machine",
            "q35",
            "-accel",
            accelerator.qemuName(),
            "-cpu",
            "max",
            "-m",
            "16M",
            "-kernel",
            kernel.toString(),
            "-device",
            "isa-debug-exit,iobase=0xf4,iosize=4");
    try (Child child = Child.start(Command.of(argv).within(deadline))) {
      return child.await();
    }
  }

  private static Optional<Accelerator> parse(String name) {
    for (Accelerator accelerator : Accelerator.values()) {
      if (accelerator.qemuName().equals(name)) {
        return Optional.of(accelerator);
      }
    }
    return Optional.empty();
  }
}
