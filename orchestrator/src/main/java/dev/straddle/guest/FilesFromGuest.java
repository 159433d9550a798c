package dev.straddle.guest;

import dev.straddle.text.Shell;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks an archive that a guest wrote, of which nothing is believed.
 *
 * <p>Only plain files come out, only below the directory given, with plain names; links, devices
 * and whatever else an archive can hold are refused. What is refused is said, and the rest is kept.
 */
public final class FilesFromGuest {

  /** What one part of a file's name may be. */
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._+@=,~-]{1,100}");

  private static final int DEEPEST = 16;
  private static final int MOST_REFUSALS = 20;

  /** What an entry's headers may take; the longest name that one file system allows is far less. */
  private static final int LONGEST_HEADER = 64 << 10;

  private final Path directory;
  private final long mostBytes;
  private final int mostFiles;
  private final List<String> files = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private long bytes;

  private FilesFromGuest(Path directory, long mostBytes, int mostFiles) {
    this.directory = directory;
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
  }

  /**
   * What came out.
   *
   * @param files names below the directory, with slashes
   * @param refused what did not come out and why, one line each, at most twenty; printable
   */
  public record Unpacked(List<String> files, List<String> refused) {
    public Unpacked {
      files = List.copyOf(files);
      refused = List.copyOf(refused);
    }

    public static final Unpacked NOTHING = new Unpacked(List.of(), List.of());

    /** The same, and something that did not even get into the archive. */
    public Unpacked alsoRefused(String why) {
      List<String> all = new ArrayList<>(List.of(printable(why)));
      all.addAll(refused);
      return new Unpacked(files, all);
    }
  }

  /** What writes the archive in the guest. */
  public static String command(List<String> names) {
    StringBuilder command = new StringBuilder("busybox tar -c -f - --");
    for (String name : names) {
      command.append(' ').append(Shell.quoted(name));
    }
    return command.toString();
  }

  /**
   * Unpacks.
   *
   * @param directory is made when there is something to put in; nothing in it is overwritten
   * @param mostBytes of all files together
   * @throws IOException when the host cannot write; a damaged archive is a refusal
   */
  public static Unpacked unpack(InputStream archive, Path directory, long mostBytes, int mostFiles)
      throws IOException {
    FilesFromGuest unpacking = new FilesFromGuest(directory, mostBytes, mostFiles);
    unpacking.unpack(archive);
    return new Unpacked(unpacking.files, unpacking.refused);
  }

  private void unpack(InputStream archive) throws IOException {
    Metered metered = new Metered(new BufferedInputStream(archive));
    TarArchiveInputStream tar = new TarArchiveInputStream(metered, StandardCharsets.UTF_8.name());
    while (true) {
      TarArchiveEntry entry;
      try {
        metered.allow(LONGEST_HEADER);
        entry = tar.getNextEntry();
      } catch (IOException | IllegalArgumentException e) {
        refuse("the rest", "the archive is damaged: " + e.getMessage());
        return;
      }
      if (entry == null) {
        return;
      }
      String why = whyNot(entry);
      if (why.isEmpty() && files.size() == mostFiles) {
        refuse(entry.getName() + " and the rest", "more than " + mostFiles + " files");
        return;
      }
      metered.allow(Long.MAX_VALUE);
      if (!why.isEmpty()) {
        refuse(entry.getName(), why);
        if (!copy(tar, OutputStream.nullOutputStream(), entry.getName())) {
          return;
        }
      } else if (!entry.isDirectory() && !keep(entry.getName(), tar)) {
        return;
      }
    }
  }

  private static String whyNot(TarArchiveEntry entry) {
    if (entry.isSymbolicLink() || entry.isLink()) {
      return "a link";
    }
    if (!entry.isDirectory() && !entry.isFile()
        || entry.isCharacterDevice()
        || entry.isBlockDevice()
        || entry.isFIFO()) {
      return "no plain file";
    }
    String[] parts = entry.getName().split("/", -1);
    int length = entry.isDirectory() ? parts.length - 1 : parts.length;
    if (length > DEEPEST) {
      return "more than " + DEEPEST + " folders deep";
    }
    for (int i = 0; i < length; i++) {
      if (!NAME.matcher(parts[i]).matches()) {
        return "its name may hold a-z, A-Z, 0-9 and ._+@=,~- and lead nowhere else";
      }
    }
    return "";
  }

  /** Keeps a file; false when there is no more room or no more archive. */
  private boolean keep(String name, InputStream content) throws IOException {
    Path file = directory.resolve(name);
    try {
      Files.createDirectories(file.getParent());
    } catch (FileAlreadyExistsException e) {
      refuse(name, "a file has the name of its folder");
      return true;
    }
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      if (copy(content, out, name)) {
        files.add(name);
        return true;
      }
    } catch (FileAlreadyExistsException e) {
      refuse(name, "there already");
      return true;
    }
    Files.delete(file);
    return false;
  }

  private boolean copy(InputStream content, OutputStream out, String name) throws IOException {
    byte[] buffer = new byte[1 << 16];
    while (true) {
      int n;
      try {
        n = content.read(buffer);
      } catch (IOException e) {
        refuse(name + " and the rest", "the archive is damaged: " + e.getMessage());
        return false;
      }
      if (n < 0) {
        return true;
      }
      bytes += n;
      if (bytes > mostBytes) {
        refuse(name + " and the rest", "more than " + mostBytes + " bytes");
        return false;
      }
      out.write(buffer, 0, n);
    }
  }

  private void refuse(String what, String why) {
    if (refused.size() < MOST_REFUSALS) {
      refused.add(printable(what) + ": " + printable(why));
    }
  }

  private static String printable(String text) {
    String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return shown.replaceAll("[^ -~…]", "?");
  }

  /** Ends early when an entry's headers claim to be longer than any is: they are kept in memory. */
  private static final class Metered extends FilterInputStream {

    private long allowed;

    Metered(InputStream in) {
      super(in);
    }

    void allow(long bytes) {
      allowed = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (length > 0 && allowed == 0) {
        throw new EOFException("an endless header");
      }
      int n = super.read(to, offset, (int) Math.min(length, allowed));
      allowed -= Math.max(0, n);
      return n;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long n = super.skip(Math.min(bytes, allowed));
      allowed -= n;
      return n;
    }
  }
}
