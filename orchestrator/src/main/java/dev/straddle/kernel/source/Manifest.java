package dev.straddle.kernel.source;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a tree, each with a stamp that changes when the file does.
 *
 * @param entries path to stamp
 */
public record Manifest(SortedMap<String, String> entries) {

  public Manifest {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /** With sizes and times for stamps, as make does it. */
  public static Manifest of(Path root, List<String> files) throws IOException {
    SortedMap<String, String> entries = new TreeMap<>();
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
  static Manifest read(Path file) throws IOException {
    SortedMap<String, String> entries = new TreeMap<>();
    if (Files.exists(file)) {
      for (String entry : Files.readString(file).split("\0")) {
        int tab = entry.indexOf('\t');
        if (tab >= 0) {
          entries.put(entry.substring(tab + 1), entry.substring(0, tab));
        }
      }
    }
    return new Manifest(entries);
  }

  void write(Path file) throws IOException {
    AtomicFiles.replace(file, text().getBytes(StandardCharsets.UTF_8));
  }

  public String digest() {
    return new Digest().add("manifest", text()).hex();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      text.append(entry.getValue()).append('\t').append(entry.getKey()).append('\0');
    }
    return text.toString();
  }
}
