package dev.straddle.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.straddle.model.ByteSize;
import dev.straddle.model.RunRecord;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The machine that straddle runs on. */
public final class HostView {

  private static final long MIB = 1 << 20;
  private static final Path OS_RELEASE = Path.of("/etc/os-release");

  /** What sources, objects and images of one kernel with two variants may take. */
  public static final ByteSize ROOM = ByteSize.parse("6GiB");

  private HostView() {}

  public static RunRecord.Host host(String accelerator) throws InterruptedException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new RunRecord.Host(
        osName() + ", Linux " + System.getProperty("os.version"),
        system.getAvailableProcessors(),
        ByteSize.ofMiB(system.getTotalMemorySize() / MIB),
        qemuVersion().orElse("none"),
        accelerator);
  }

  /** First line of {@code qemu-system-x86_64 --version}; empty when there is no QEMU. */
  static Optional<String> qemuVersion() throws InterruptedException {
    Result result =
        Command.of("qemu-system-x86_64", "--version").within(Duration.ofSeconds(10)).run();
    return result.ok() ? result.tail().stream().findFirst() : Optional.empty();
  }

  /** Bytes that this user may still write below a directory, which need not exist yet. */
  public static ByteSize freeSpace(Path directory) {
    Path existing = directory;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    // Not through its file store, which Java cannot find in a chroot whose root is no mount point.
    return new ByteSize(existing.toFile().getUsableSpace());
  }

  private static String osName() {
    try {
      return Files.readAllLines(OS_RELEASE).stream()
          .filter(line -> line.startsWith("PRETTY_NAME="))
          .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
          .findFirst()
          .orElse("Linux");
    } catch (IOException noSuchFile) {
      return "Linux";
    }
  }
}
