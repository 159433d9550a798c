package dev.straddle.guest;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.Digest;
import dev.straddle.disk.FileTrouble;
import dev.straddle.disk.HeldLock;
import dev.straddle.model.InfraException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * The guest's root file system, a newc archive made in the cache and written by nobody afterwards.
 *
 * <p>Two layers: the programs, fetched once and kept until the cache is cleared, and on top of them
 * {@code /init} and the probe, keyed by their content. Programs are busybox and those that the
 * probe needs, named in its comment {@code # needs: PROGRAM...}, each a Debian package of that name
 * with the libraries it loads. The kernel unpacks archives one after another, so the layers are
 * simply written in that order. It stays uncompressed: unpacking costs an emulated processor more
 * than reading.
 */
public final class Initramfs {

  private static final List<String> DIRECTORIES =
      List.of("bin", "dev", "lib", "lib64", "proc", "sys", "tmp", "mnt");

  /** What the guest's scripts may call without a path; all are busybox. */
  private static final List<String> APPLETS =
      List.of(
          "awk",
          "basename",
          "cat",
          "chmod",
          "cp",
          "cut",
          "dd",
          "dmesg",
          "echo",
          "env",
          "find",
          "free",
          "grep",
          "head",
          "hexdump",
          "kill",
          "ln",
          "ls",
          "mkdir",
          "mknod",
          "mount",
          "mv",
          "od",
          "poweroff",
          "printf",
          "ps",
          "pwd",
          "readlink",
          "reboot",
          "rm",
          "sed",
          "seq",
          "sh",
          "sleep",
          "sort",
          "stty",
          "sync",
          "tail",
          "test",
          "touch",
          "tr",
          "true",
          "umount",
          "uname",
          "usleep",
          "wc");

  /** What {@code /init} mounts, by one program. */
  private static final byte[] FSTAB =
      """
      dev /dev devtmpfs
      proc /proc proc
      sys /sys sysfs
      """
          .getBytes(StandardCharsets.UTF_8);

  private static final String SSH_SERVER = "dropbear";

  private static final String NEEDS = "# needs:";
  private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9.+-]*");

  /** Of this process, where the cache is only read; guarded by the class. */
  private static Optional<Path> spare = Optional.empty();

  private final Path cache;

  /**
   * @param cache directory for archives; made when absent
   */
  public Initramfs(Path cache) {
    this.cache = cache;
  }

  /**
   * The archive with this probe, from the cache or made now.
   *
   * @param shown files of the guest that {@code /init} shows after the probe
   * @param modules what {@code /init} loads before anything else, in this order
   * @param ssh whether the guest lets the host in over SSH
   * @param network modules that it loads for that
   * @throws InfraException when the packages cannot be had
   */
  public Path with(
      Path probe, List<String> shown, List<Path> modules, boolean ssh, List<Path> network)
      throws InterruptedException {
    try {
      byte[] script = Files.readAllBytes(probe);
      Map<String, byte[]> scripts = new TreeMap<>();
      scripts.put("init", resource("init.sh"));
      scripts.put("probe", script);
      if (!shown.isEmpty()) {
        scripts.put("shown", (String.join("\n", shown) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      List<String> needs = new ArrayList<>(needs(new String(script, StandardCharsets.UTF_8)));
      Map<String, List<Path>> loaded = new TreeMap<>(Map.of("modules", modules));
      if (ssh) {
        scripts.put("ssh.sh", resource("ssh.sh"));
        needs.add(SSH_SERVER);
        loaded.put("network", network);
      }
      Path programs = programs(needs);
      List<byte[]> parts = new ArrayList<>();
      parts.add(programs.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      parts.add(FSTAB);
      parts.addAll(scripts.values());
      for (Path module : loaded.values().stream().flatMap(List::stream).toList()) {
        // Modules lie in the cache of kernels, where a path stands for its content.
        parts.add(module.toString().getBytes(StandardCharsets.UTF_8));
      }
      String key = key(parts.toArray(byte[][]::new));
      Path archive = cache.resolve("initramfs-" + key + ".cpio");
      if (Files.exists(archive)) {
        return archive;
      }
      archive = home().resolve(archive.getFileName());
      if (Files.exists(archive)) {
        return archive;
      }
      Path unfinished = Files.createTempFile(home(), "unfinished-", ".cpio");
      try {
        try (OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
          Files.copy(programs, out);
          try (CpioArchiveOutputStream cpio = newc(out)) {
            entry(cpio, "etc", CpioConstants.C_ISDIR | 0755, new byte[0]);
            file(cpio, "etc/fstab", FSTAB, 0644);
            for (Map.Entry<String, byte[]> one : scripts.entrySet()) {
              file(cpio, one.getKey(), one.getValue(), 0755);
            }
            for (Map.Entry<String, List<Path>> folder : loaded.entrySet()) {
              modules(cpio, folder.getKey(), folder.getValue());
            }
          }
        }
        Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
      return archive;
    } catch (IOException e) {
      throw new InfraException(
          "cannot make the initramfs in " + cache + ": " + FileTrouble.why(e),
          "check that the probe " + probe + " is readable and the disk has room",
          e);
    }
  }

  /** What the probe's comment {@code # needs: PROGRAM...} names. */
  static List<String> needs(String probe) {
    return probe
        .lines()
        .filter(line -> line.startsWith(NEEDS))
        .flatMap(line -> Stream.of(line.substring(NEEDS.length()).strip().split("\\s+")))
        .filter(name -> PACKAGE.matcher(name).matches())
        .sorted()
        .distinct()
        .toList();
  }

  @SuppressWarnings("try") // the lock is held, not spoken to
  private Path programs(List<String> extra) throws IOException, InterruptedException {
    String key =
        key(
            String.join(" ", APPLETS).getBytes(StandardCharsets.UTF_8),
            String.join(" ", extra).getBytes(StandardCharsets.UTF_8));
    Path archive = cache.resolve("programs-" + key + ".cpio");
    if (Files.exists(archive)) {
      return archive;
    }
    archive = home().resolve(archive.getFileName());
    try (HeldLock held = HeldLock.acquire(home().resolve("lock"), () -> {})) {
      if (!Files.exists(archive)) {
        fetchInto(archive, extra);
      }
    }
    return archive;
  }

  /** Where archives are made: in the cache, or for this process alone where nothing is written. */
  private Path home() throws IOException {
    synchronized (Initramfs.class) {
      if (Files.exists(cache) && !Files.isWritable(cache)) {
        if (spare.isEmpty()) {
          Path made = Files.createTempDirectory("straddle-initramfs-");
          Runtime.getRuntime().addShutdownHook(new Thread(() -> forget(made)));
          spare = Optional.of(made);
        }
        return spare.get();
      }
    }
    return Files.createDirectories(cache);
  }

  private Path lists() throws IOException {
    return home().equals(cache) ? cache.resolveSibling("apt") : home().resolve("apt");
  }

  private static void forget(Path made) {
    try {
      AtomicFiles.delete(made);
    } catch (IOException e) {
      // It lies where files are deleted in time.
    }
  }

  private void fetchInto(Path archive, List<String> extra)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(archive.getParent(), "unfinished-");
    try {
      Userland userland = Userland.fetch(work, extra, lists());
      Path unfinished = work.resolve("programs.cpio");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16);
          CpioArchiveOutputStream cpio = newc(out)) {
        for (String directory : DIRECTORIES) {
          entry(cpio, directory, CpioConstants.C_ISDIR | 0755, new byte[0]);
        }
        console(cpio);
        for (Map.Entry<String, Path> program : new TreeMap<>(userland.programs()).entrySet()) {
          file(cpio, program.getKey(), Files.readAllBytes(program.getValue()), 0755);
        }
        for (String applet : APPLETS) {
          entry(
              cpio,
              "bin/" + applet,
              CpioConstants.C_ISLNK | 0777,
              "busybox".getBytes(StandardCharsets.UTF_8));
        }
      }
      Files.write(Path.of(archive.toString().replace(".cpio", ".packages")), userland.packages());
      Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      AtomicFiles.delete(work);
    }
  }

  private static CpioArchiveOutputStream newc(OutputStream out) {
    return new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW);
  }

  private static void file(CpioArchiveOutputStream cpio, String name, byte[] content, int mode)
      throws IOException {
    entry(cpio, name, CpioConstants.C_ISREG | mode, content);
  }

  private static void modules(CpioArchiveOutputStream cpio, String folder, List<Path> modules)
      throws IOException {
    if (!modules.isEmpty()) {
      entry(cpio, folder, CpioConstants.C_ISDIR | 0755, new byte[0]);
    }
    for (Path module : modules) {
      file(cpio, folder + "/" + module.getFileName(), Files.readAllBytes(module), 0644);
    }
  }

  /** The kernel opens it for init before anything could have mounted devtmpfs. */
  private static void console(CpioArchiveOutputStream cpio) throws IOException {
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, "dev/console");
    entry.setMode(CpioConstants.C_ISCHR | 0600);
    entry.setRemoteDeviceMaj(5);
    entry.setRemoteDeviceMin(1);
    entry.setTime(0);
    cpio.putArchiveEntry(entry);
    cpio.closeArchiveEntry();
  }

  private static void entry(CpioArchiveOutputStream cpio, String name, int mode, byte[] content)
      throws IOException {
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, content.length);
    entry.setMode(mode);
    entry.setTime(0);
    entry.setNumberOfLinks(1);
    cpio.putArchiveEntry(entry);
    cpio.write(content);
    cpio.closeArchiveEntry();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Initramfs.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing from the program");
      }
      return in.readAllBytes();
    }
  }

  private static String key(byte[]... parts) {
    MessageDigest digest = Digest.sha256();
    for (byte[] part : parts) {
      digest.update(Integer.toString(part.length).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(part);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }
}
