package dev.straddle.runs;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.straddle.disk.FileTrouble;
import dev.straddle.model.BadInputException;
import dev.straddle.model.InfraException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/**
 * A run with all that its boots were made from, as an archive that repeats them on any machine with
 * QEMU.
 *
 * <p>Every {@code qemu.sh} in it names kernels and archives relative to itself. Files are taken
 * along from the run and the cache alone, wherever else a script may point.
 */
public final class Bundle {

  private static final String SCRIPT = "qemu.sh";
  private static final String ARTEFACTS = "artefacts";

  /** An absolute path in a command line, up to what ends a word or one of QEMU's options. */
  private static final Pattern PATH = Pattern.compile("(?<=[ ='])/[^ ,'\\\\\\n]+");

  private final Path run;
  private final Path cache;
  private final TarArchiveOutputStream tar;

  /** Where in the archive each file of the cache lies. */
  private final Map<Path, String> taken = new LinkedHashMap<>();

  private final TreeSet<String> missing = new TreeSet<>();

  private Bundle(Path run, Path cache, TarArchiveOutputStream tar) {
    this.run = run;
    this.cache = cache;
    this.tar = tar;
  }

  /**
   * Writes it to a new file, of which nothing is left when it does not get whole.
   *
   * @return the files that scripts name and that are gone
   * @throws BadInputException when the file is there already, or its folder is not
   * @throws InfraException when it cannot be written to its end, or is interrupted
   */
  public static List<String> write(RunDirectory run, Path cache, Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new BadInputException(
          "there is no folder " + folder, "make it, or name another file for --bundle");
    }
    if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw new BadInputException(file + " is there already", "name a new file for --bundle");
    }
    if (absolute.startsWith(run.path())) {
      throw new BadInputException(
          file + " would be a part of itself", "name a file outside of " + run.path());
    }
    Path unfinished = absolute.resolveSibling("." + absolute.getFileName() + ".unfinished");
    try {
      List<String> missing;
      // Unlike most streams of files this one lets an interrupt end it.
      try (FileChannel to = FileChannel.open(unfinished, CREATE, TRUNCATE_EXISTING, WRITE)) {
        missing = write(run, cache, Channels.newOutputStream(to));
      }
      Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE);
      return missing;
    } catch (IOException e) {
      unfinished.toFile().delete();
      if (Thread.interrupted()) {
        throw new InfraException("stopped; nothing was written", "give the command once more", e);
      }
      throw new InfraException(
          "cannot write " + file + ": " + FileTrouble.why(e),
          "make room, or name another place",
          e);
    }
  }

  /**
   * Writes it.
   *
   * @param cache where kernels and initramfs archives lie
   * @return the files that scripts name and that are gone
   */
  public static List<String> write(RunDirectory run, Path cache, OutputStream out)
      throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new GzipCompressorOutputStream(new BufferedOutputStream(out)),
            StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      return new Bundle(run.path(), cache.toAbsolutePath().normalize(), tar).write();
    }
  }

  private List<String> write() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(run)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = run.relativize(file).toString();
      if (file.endsWith(SCRIPT)) {
        add(name, relocated(file).getBytes(StandardCharsets.UTF_8));
      } else {
        add(name, file);
      }
    }
    for (Map.Entry<Path, String> one : taken.entrySet()) {
      add(one.getValue(), one.getKey());
    }
    return new ArrayList<>(missing);
  }

  /** The script with paths that hold wherever the archive is unpacked. */
  private String relocated(Path script) throws IOException {
    Path folder = script.getParent();
    String text = Files.readString(script);
    Matcher path = PATH.matcher(text);
    StringBuilder moved = new StringBuilder();
    while (path.find()) {
      path.appendReplacement(moved, Matcher.quoteReplacement(moved(path.group(), folder)));
    }
    return path.appendTail(moved)
        .toString()
        .replaceFirst("(?m)^exec ", "cd \"\\$(dirname \"\\$0\")\" || exit 1\nexec ");
  }

  private String moved(String named, Path folder) {
    Path file = Path.of(named).normalize();
    if (!file.startsWith(run) && !file.startsWith(cache)) {
      return named;
    }
    if (!Files.isRegularFile(file)) {
      missing.add(named);
    }
    if (file.startsWith(run)) {
      return folder.relativize(file).toString();
    }
    String place = ARTEFACTS + "/" + cache.relativize(file);
    if (Files.isRegularFile(file)) {
      taken.put(file, place);
    }
    return folder.relativize(run.resolve(place)).toString();
  }

  private void add(String name, Path file) throws IOException {
    TarArchiveEntry entry = entry(name, Files.size(file), Files.isExecutable(file));
    tar.putArchiveEntry(entry);
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }

  private void add(String name, byte[] content) throws IOException {
    tar.putArchiveEntry(entry(name, content.length, true));
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private TarArchiveEntry entry(String name, long size, boolean executable) {
    TarArchiveEntry entry = new TarArchiveEntry(run.getFileName() + "/" + name);
    entry.setSize(size);
    entry.setMode(executable ? 0755 : 0644);
    return entry;
  }
}
