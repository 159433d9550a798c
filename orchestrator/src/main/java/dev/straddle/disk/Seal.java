package dev.straddle.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Notes the digests of the files of a directory, and when each file changed last: reading half a
 * gigabyte before each boot would cost a second.
 *
 * <p>The time of change is the file system's own, which nothing but a write or a change of the file
 * moves, and which nobody can set.
 */
public final class Seal {

  private static final String NAME = ".intact";
  private static final int COLUMNS = 3;

  private record Entry(String stamp, String digest) {}

  private Seal() {}

  /** Notes that these files, given by their names in the directory, have these digests now. */
  public static void put(Path directory, Map<String, String> digests) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> file : digests.entrySet()) {
      text.append(stamp(directory.resolve(file.getKey())))
          .append('\t')
          .append(file.getValue())
          .append('\t')
          .append(file.getKey())
          .append('\n');
    }
    AtomicFiles.replace(directory.resolve(NAME), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Those of which it is not known that they are as they were when their digests were noted. */
  public static List<String> broken(Path directory, Collection<String> names) throws IOException {
    Map<String, Entry> known = entries(directory);
    List<String> broken = new ArrayList<>();
    for (String name : names) {
      if (!unchanged(directory.resolve(name), known.get(name))) {
        broken.add(name);
      }
    }
    return broken;
  }

  /** The digest of a file that has not changed since it was noted. */
  public static Optional<String> digest(Path file) throws IOException {
    Entry entry = entries(file.getParent()).get(file.getFileName().toString());
    return unchanged(file, entry) ? Optional.of(entry.digest()) : Optional.empty();
  }

  private static boolean unchanged(Path file, Entry entry) throws IOException {
    return entry != null && stamp(file).equals(entry.stamp());
  }

  private static Map<String, Entry> entries(Path directory) throws IOException {
    Map<String, Entry> entries = new TreeMap<>();
    if (Files.exists(directory.resolve(NAME))) {
      for (String line : Files.readAllLines(directory.resolve(NAME), StandardCharsets.UTF_8)) {
        String[] columns = line.split("\t", COLUMNS);
        if (columns.length == COLUMNS) {
          entries.put(columns[2], new Entry(columns[0], columns[1]));
        }
      }
    }
    return entries;
  }

  private static String stamp(Path file) throws IOException {
    Map<String, Object> seen = Files.readAttributes(file, "unix:ino,size,ctime,lastModifiedTime");
    return String.join(
        " ",
        seen.get("ino").toString(),
        seen.get("size").toString(),
        seen.get("ctime").toString(),
        seen.get("lastModifiedTime").toString());
  }
}
