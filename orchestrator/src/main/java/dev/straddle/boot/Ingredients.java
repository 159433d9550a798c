package dev.straddle.boot;

import dev.straddle.disk.Digest;
import dev.straddle.disk.Seal;
import dev.straddle.guest.QemuCommand;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.MadeOf;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Digests of what a boot is made from. A large file is read once as long as it does not change: the
 * kernels of a matrix are booted many times, and those of the cache are sealed with their digests.
 */
final class Ingredients {

  /** Stands in where a file cannot be read; the boot fails for that by itself. */
  private static final String UNREADABLE = "unreadable";

  private static final int MOST_FILES = 256;

  private static final Map<Version, String> KNOWN = new ConcurrentHashMap<>();

  private static volatile Optional<String> qemu = Optional.empty();

  /** A file as it was at some time. */
  private record Version(Path file, long size, FileTime modified) {}

  private Ingredients() {}

  static MadeOf of(QemuCommand.Boot boot) {
    String guest = text(described(boot.guest()));
    String probe = file(boot.guest().probe());
    String kernel = file(boot.kernel().bzImage());
    String vmlinux = file(boot.kernel().vmlinux());
    String initramfs = file(boot.initramfs());
    String qemu = text(qemuVersion() + " " + boot.accelerator().qemuName());
    String plan = text(boot.plan() + " " + boot.cell().seed());
    return new MadeOf(
        guest,
        probe,
        kernel,
        vmlinux,
        initramfs,
        qemu,
        plan,
        text(String.join(" ", List.of(guest, probe, kernel, vmlinux, initramfs, qemu, plan))));
  }

  /** The definition without the places of its files, which may be moved. */
  private static String described(GuestSpec guest) {
    return new GuestSpec(
            guest.name(),
            guest.description(),
            guest.machine(),
            guest.pmem(),
            guest.cmdline(),
            guest.seeds(),
            Path.of("probe"),
            guest.timeouts(),
            Path.of("guest"),
            guest.ssh(),
            guest.proves())
        .toString();
  }

  private static String file(Path file) {
    try {
      Version version =
          new Version(file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file));
      String known = KNOWN.get(version);
      if (known == null) {
        Optional<String> sealed = Seal.digest(version.file());
        known = sealed.isPresent() ? sealed.get() : Digest.ofFile(file);
        if (KNOWN.size() < MOST_FILES) {
          KNOWN.put(version, known);
        }
      }
      return known;
    } catch (IOException e) {
      return UNREADABLE;
    }
  }

  private static String text(String text) {
    return Digest.ofText(text);
  }

  /** What QEMU calls itself, asked until it has said so once. */
  private static String qemuVersion() {
    if (qemu.isEmpty()) {
      try {
        Result told =
            Command.of("qemu-system-x86_64", "--version").within(Duration.ofSeconds(10)).run();
        if (told.ok()) {
          qemu = Optional.of(String.join("\n", told.tail()));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return qemu.orElse(UNREADABLE);
  }
}
