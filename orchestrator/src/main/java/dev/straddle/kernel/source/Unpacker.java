package dev.straddle.kernel.source;

import dev.straddle.disk.TreePaths;
import dev.straddle.text.Visible;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks source archives that are not to be trusted.
 *
 * <p>Refused: names and links that lead out of the directory, and anything but files, directories
 * and links. Links are made last, so no file is ever written through one.
 */
public final class Unpacker {

  private static final Set<PosixFilePermission> PLAIN =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OTHERS_READ);

  /** Kernel, configuration and modules of a kernel package. */
  private static final Pattern KERNEL_FILES =
      Pattern.compile("(?:boot/[^/]+|(?:usr/)?lib/modules/.+)");

  private final Path root;
  private final Naming naming;
  private final LongConsumer progress;
  private final Map<Path, String> symbolic = new LinkedHashMap<>();
  private final Map<Path, Path> hard = new LinkedHashMap<>();
  private final Set<Path> made = new HashSet<>();

  /** Where an entry goes below the root; null for one that is left out. */
  @FunctionalInterface
  private interface Naming {
    Path of(String entry);
  }

  private Unpacker(Path root, Naming naming, LongConsumer progress) {
    this.root = root.toAbsolutePath().normalize();
    this.naming = naming;
    this.progress = progress;
  }

  /**
   * Unpacks the kernel tarball within a {@code linux-source-*.deb}.
   *
   * @param scratch directory for files that are needed meanwhile
   * @param progress told how many files there are so far
   */
  public static void sourcePackage(Path deb, Path scratch, Path root, LongConsumer progress)
      throws IOException, InterruptedException {
    Path inner = Files.createDirectories(scratch).resolve("inner");
    data(deb, bytes -> {}, (data, count) -> innerTarball(data, deb, inner));
    tarball(inner, scratch, root, progress);
  }

  /**
   * Unpacks {@code boot} and {@code lib/modules} of a {@code linux-image-*.deb}.
   *
   * @param progress told how many bytes of the package have been read
   */
  public static void kernelPackage(Path deb, Path root, LongConsumer progress) throws IOException {
    data(
        deb,
        progress,
        (data, count) ->
            new Unpacker(root, Unpacker::kernelFile, count)
                .unpack(new TarArchiveInputStream(data)));
  }

  /** What is done with the files of a package. */
  @FunctionalInterface
  private interface Content {
    void accept(InputStream data, LongConsumer count) throws IOException;
  }

  private static void data(Path deb, LongConsumer progress, Content content) throws IOException {
    try (CountingStream file = new CountingStream(Files.newInputStream(deb));
        ArArchiveInputStream ar = new ArArchiveInputStream(new BufferedInputStream(file))) {
      for (ArArchiveEntry member = ar.getNextEntry(); member != null; member = ar.getNextEntry()) {
        if (member.getName().startsWith("data.tar")) {
          content.accept(Decompressor.stream(ar), count -> progress.accept(file.count()));
          return;
        }
      }
    }
    throw Decompressor.damaged(deb + " holds no data.tar");
  }

  /**
   * Unpacks a compressed tarball whose entries all lie in one directory, which is left out.
   *
   * @param scratch directory for files that are needed meanwhile
   * @param progress told how many files there are so far
   */
  public static void tarball(Path compressed, Path scratch, Path root, LongConsumer progress)
      throws IOException, InterruptedException {
    try (InputStream tar = Decompressor.open(compressed, scratch)) {
      plainTarball(tar, root, progress);
    }
  }

  /** The same for an archive that is not compressed. */
  public static void plainTarball(InputStream tar, Path root, LongConsumer progress)
      throws IOException {
    new Unpacker(root, Unpacker::withoutFirst, progress).unpack(new TarArchiveInputStream(tar));
  }

  private static void innerTarball(InputStream data, Path deb, Path target) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(data);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (entry.isFile()
          && entry.getName().matches("(\\./)?usr/src/linux-source-[^/]+\\.tar\\.\\w+")) {
        Files.copy(tar, target);
        return;
      }
    }
    throw Decompressor.damaged(deb + " holds no usr/src/linux-source-*.tar.*");
  }

  private void unpack(TarArchiveInputStream tar) throws IOException {
    try {
      unpackAll(tar);
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw Decompressor.damaged(
          "two entries are in each other's way at " + root.relativize(Path.of(e.getFile())));
    } catch (InvalidPathException e) {
      throw Decompressor.damaged("a link to no name that can be: " + e.getReason());
    }
  }

  private void unpackAll(TarArchiveInputStream tar) throws IOException {
    long files = 0;
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      Path relative = naming.of(entry.getName());
      if (relative == null) {
        continue;
      }
      Path place = inside(root.resolve(relative), entry.getName());
      if (entry.isDirectory()) {
        Files.createDirectories(place);
      } else if (entry.isSymbolicLink()) {
        inside(place.resolveSibling(entry.getLinkName()), entry.getName());
        symbolic.put(place, entry.getLinkName());
      } else if (entry.isLink()) {
        Path target = naming.of(entry.getLinkName());
        if (target == null) {
          throw Decompressor.damaged("a hard link to a directory: " + entry.getName());
        }
        hard.put(place, inside(root.resolve(target), entry.getName()));
      } else if (isPlain(entry)) {
        write(tar, entry, place);
        if (++files % 256 == 0) {
          progress.accept(files);
          if (Thread.interrupted()) {
            throw new java.io.InterruptedIOException("unpacking was interrupted");
          }
        }
      } else {
        throw Decompressor.damaged("neither file, directory nor link: " + entry.getName());
      }
    }
    for (Map.Entry<Path, Path> link : hard.entrySet()) {
      Files.createDirectories(link.getKey().getParent());
      Files.createLink(link.getKey(), link.getValue());
    }
    for (Map.Entry<Path, String> link : symbolic.entrySet()) {
      Files.createDirectories(link.getKey().getParent());
      Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
    }
    Path real = root.toRealPath();
    for (Path link : symbolic.keySet()) {
      if (Files.exists(link) && !link.toRealPath().startsWith(real)) {
        throw Decompressor.damaged("a link that leaves the tree: " + root.relativize(link));
      }
    }
  }

  /** The library calls everything a file that is no directory. */
  private static boolean isPlain(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice()
        && !entry.isFIFO();
  }

  private void write(InputStream content, TarArchiveEntry entry, Path place) throws IOException {
    if (made.add(place.getParent())) {
      Files.createDirectories(place.getParent());
    }
    try {
      Files.copy(content, place);
    } catch (FileAlreadyExistsException e) {
      throw Decompressor.damaged("the same name twice: " + entry.getName());
    }
    if ((entry.getMode() & 0100) != 0) {
      Set<PosixFilePermission> executable = EnumSet.copyOf(PLAIN);
      executable.add(PosixFilePermission.OWNER_EXECUTE);
      executable.add(PosixFilePermission.GROUP_EXECUTE);
      executable.add(PosixFilePermission.OTHERS_EXECUTE);
      Files.setPosixFilePermissions(place, executable);
    }
    Files.setLastModifiedTime(place, entry.getLastModifiedTime());
  }

  private Path inside(Path path, String name) {
    Path normal = path.normalize();
    if (!normal.startsWith(root)) {
      throw Decompressor.damaged("a name or link that leaves the tree: " + name);
    }
    return normal;
  }

  /** The name without the archive's own directory; null for that directory itself. */
  private static Path withoutFirst(String name) {
    String plain = plain(name);
    int slash = plain.indexOf('/');
    return slash < 0 ? null : Path.of(plain.substring(slash + 1));
  }

  private static Path kernelFile(String name) {
    String plain = plain(name);
    return KERNEL_FILES.matcher(plain).matches() ? Path.of(plain) : null;
  }

  /** The name without what tells a directory or where the archive was made. */
  private static String plain(String name) {
    String plain = name.replaceFirst("^(\\./)+", "").replaceFirst("/+$", "");
    if (plain.isEmpty() || plain.equals(".")) {
      return "";
    }
    TreePaths.objection(plain)
        .ifPresent(
            why -> {
              throw Decompressor.damaged(why + ": " + Visible.line(name));
            });
    return plain;
  }

  /** Counts the bytes that were read. */
  private static final class CountingStream extends java.io.FilterInputStream {
    private long count;

    CountingStream(InputStream in) {
      super(in);
    }

    long count() {
      return count;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      count += Math.max(n, 0);
      return n;
    }
  }
}
