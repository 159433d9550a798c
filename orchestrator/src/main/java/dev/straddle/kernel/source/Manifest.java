package dev.straddle.kernel.source;

import dev.straddle.kernel.store.CacheFiles;
import dev.straddle.kernel.store.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a tree with their sizes and times, by which changes are noticed, as make does it.
 *
 * @param entries path to size and time of change
 */
public record Manifest(Map<String, String> entries) {

  public Manifest {
    entries = Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  public static Manifest of(Path root, List<String> files) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    for (String file : files) {
      BasicFileAttributes attributes =
          Files.readAttributes(
              root.resolve(file), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isDirectory()) {
        entries.put(file, attributes.size() + " " + attributes.lastModifiedTime());
      }
    }
    return new Manifest(entries);
  }

  /** What {@link #write} wrote; nothing if there is no such file. */
  public static Manifest read(Path file) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        int tab = line.indexOf('\t');
        entries.put(line.substring(tab + 1), line.substring(0, tab));
      }
    }
    return new Manifest(entries);
  }

  public void write(Path file) throws IOException {
    CacheFiles.replace(file, text().getBytes(StandardCharsets.UTF_8));
  }

  public String digest() {
    return new Digest().add("manifest", text()).hex();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    entries.forEach((path, stamp) -> text.append(stamp).append('\t').append(path).append('\n'));
    return text.toString();
  }
}
