package dev.straddle.kernel.series;

import dev.straddle.git.Git;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a repository's index, as git tells them.
 *
 * @param entries path to what it is
 */
record Shape(SortedMap<String, Entry> entries) {

  /** A file, link or submodule: its mode, such as {@code 100755}, and its content's name. */
  record Entry(String mode, String object) {

    boolean isLink() {
      return mode.equals("120000");
    }

    boolean isExecutable() {
      return mode.equals("100755");
    }

    /** Neither file nor link; git has only submodules besides. */
    boolean isOther() {
      return !isLink() && !mode.startsWith("100");
    }
  }

  Shape {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  static Shape of(Path repository) throws IOException, InterruptedException {
    Git.Parts listed = Git.in(repository).parts("ls-files", "--stage", "-z");
    if (!listed.result().ok()) {
      throw new InfraException(
          listed.result().describe(), "check that git is installed and the cache can be written");
    }
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (String line : listed.names()) { // MODE OBJECT STAGE<tab>PATH
      int tab = line.indexOf('\t');
      String[] words = line.substring(0, tab).split(" ");
      entries.put(line.substring(tab + 1), new Entry(words[0], words[1]));
    }
    return new Shape(entries);
  }

  /** Every path that differs. */
  SortedSet<String> changedSince(Shape before) {
    SortedSet<String> changed = new TreeSet<>();
    for (Map<String, Entry> side : List.of(before.entries, entries)) {
      for (String path : side.keySet()) {
        Entry now = entries.get(path);
        if (now == null || !now.equals(before.entries.get(path))) {
          changed.add(path);
        }
      }
    }
    return changed;
  }
}
