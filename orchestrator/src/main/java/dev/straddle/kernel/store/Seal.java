package dev.straddle.kernel.store;

import dev.straddle.disk.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notes which files of a directory were found to be what they should be, and when they changed
 * last: reading half a gigabyte before each boot would cost a second.
 *
 * <p>The time of change is the file system's own, which nothing but a write or a change of the file
 * moves, and which nobody can set.
 */
final class Seal {

  private static final String NAME = ".intact";

  private Seal() {}

  /** Notes that these files are intact now. */
  static void put(Path directory, Collection<String> names) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(stamp(directory.resolve(name))).append('\t').append(name).append('\n');
    }
    AtomicFiles.replace(directory.resolve(NAME), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Those of which it is not known that they are as they were when they were intact. */
  static List<String> broken(Path directory, Collection<String> names) throws IOException {
    Map<String, String> known = new TreeMap<>();
    if (Files.exists(directory.resolve(NAME))) {
      for (String line : Files.readAllLines(directory.resolve(NAME), StandardCharsets.UTF_8)) {
        int tab = line.indexOf('\t');
        if (tab >= 0) {
          known.put(line.substring(tab + 1), line.substring(0, tab));
        }
      }
    }
    List<String> broken = new ArrayList<>();
    for (String name : names) {
      if (!stamp(directory.resolve(name)).equals(known.get(name))) {
        broken.add(name);
      }
    }
    return broken;
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
