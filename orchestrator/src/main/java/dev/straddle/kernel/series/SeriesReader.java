package dev.straddle.kernel.series;

import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.PatchSource;
import dev.straddle.text.NaturalOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the patches in a place: a folder, a quilt folder, a maildir, an mbox, a single diff. */
final class SeriesReader {

  private static final int MOST_PATCHES = 2000;
  private static final long MOST_BYTES = 256L << 20;

  /** An archive is known by its size before it is read. */
  private static final long LARGEST_FILE = 512L << 20;

  private static final int MOST_OTHERS = 10_000;

  private final List<Found> found = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private int others;
  private int patches;
  private long bytes;

  /**
   * Reads a place.
   *
   * @throws StepFailedException when something of it can be no series
   */
  static Series read(PatchSource.Files source) throws IOException, StepFailedException {
    Path place = source.place();
    boolean reverse = source.reverse();
    if (!Files.exists(place)) {
      throw new StepFailedException("patch", "there is no " + place);
    }
    SeriesReader reader = new SeriesReader();
    if (Files.isRegularFile(place.resolve("series"))) {
      return reader.ofQuilt(place, reverse, source.guards());
    }
    if (Files.isDirectory(place)) {
      for (Path file : reader.files(place)) {
        reader.file(file, place.relativize(file).toString());
      }
    } else {
      reader.file(place, place.toString());
    }
    return reader.selected(reverse, source.branch());
  }

  private Series ofQuilt(Path place, boolean reverse, Set<String> guards)
      throws IOException, StepFailedException {
    QuiltSeries quilt = QuiltSeries.read(place.resolve("series"), guards);
    leftOut.addAll(quilt.guarded());
    List<Patch> all = new ArrayList<>();
    for (QuiltSeries.Entry entry : quilt.entries()) {
      Path file = place.resolve(entry.file());
      if (!Files.isRegularFile(file)) {
        throw new StepFailedException(
            "patch", place.resolve("series") + " names " + entry.file() + ", which is not there");
      }
      SeriesReader one = new SeriesReader();
      one.file(file, entry.file());
      List<Found> parts = one.found.stream().filter(f -> f.mail().isPatch()).toList();
      if (parts.isEmpty()) {
        leftOut.add(new LeftOut(entry.file(), "changes no file"));
      }
      parts.forEach(f -> all.add(Patch.of(f, entry.strip(), reverse != entry.reverse())));
    }
    return new Series(all, leftOut, List.of());
  }

  /** Files that hold patches by their names, 2 before 10; the others are left out. */
  private List<Path> files(Path place) throws IOException {
    boolean maildir = Files.isDirectory(place.resolve("cur"));
    List<Path> files = new ArrayList<>();
    for (Path folder :
        maildir ? List.of(place.resolve("cur"), place.resolve("new")) : List.of(place)) {
      try (Stream<Path> list = Files.isDirectory(folder) ? Files.list(folder) : Stream.of()) {
        for (Path file :
            list.sorted(
                    Comparator.comparing(f -> f.getFileName().toString(), NaturalOrder.INSTANCE))
                .toList()) {
          String name = file.getFileName().toString();
          if (Files.isRegularFile(file)
              && (maildir || name.matches("(?i).*\\.(patch|diff|mbox|mbx|eml|mail)(\\.gz)?"))) {
            files.add(file);
          } else if (!name.startsWith(".")) {
            leftOut.add(
                new LeftOut(name, Files.isDirectory(file) ? "a folder" : "no patch by its name"));
          }
        }
      }
    }
    return files;
  }

  private void file(Path file, String name) throws IOException, StepFailedException {
    if (Files.size(file) > LARGEST_FILE) {
      throw archive(name, (LARGEST_FILE >> 20) + " MiB");
    }
    int before = found.size();
    int[] number = {0};
    MailSplitter.split(
        file,
        (text, cut) -> {
          number[0]++;
          for (Mail mail : MailReader.read(text)) {
            keep(name, number[0], mail, cut);
          }
        });
    if (number[0] == 1 && found.size() == before + 1) {
      Found only = found.remove(before);
      found.add(new Found(only.place(), name, only.mail()));
    }
  }

  /** Keeps the diff of a patch, and of anything else only what its headers say. */
  private void keep(String file, int number, Mail mail, boolean cut) throws StepFailedException {
    String title = mail.title().isEmpty() ? "" : ": " + mail.title();
    String name = String.format("%s (%d%s)", file, number, title);
    if (!mail.isPatch() || mail.head().map(h -> h.subject().reply()).orElse(false)) {
      if (++others <= MOST_OTHERS) {
        found.add(new Found(found.size(), name, mail.withoutText()));
      }
      return;
    }
    patches++;
    bytes += mail.text().length;
    if (cut) {
      throw new StepFailedException(
          "patch", name + " is larger than " + (MailSplitter.LARGEST_MAIL >> 20) + " MiB");
    } else if (patches > MOST_PATCHES || bytes > MOST_BYTES) {
      throw archive(
          file, patches > MOST_PATCHES ? MOST_PATCHES + " patches" : (MOST_BYTES >> 20) + " MiB");
    } else {
      found.add(new Found(found.size(), name, mail));
    }
  }

  private static StepFailedException archive(String file, String limit) {
    return new StepFailedException(
        "patch",
        String.format(
            "%s holds more than %s, as a list's archive does; give one thread of it, as 'b4 mbox'"
                + " saves it",
            file, limit));
  }

  private Series selected(boolean reverse, String branch) {
    Selection selection = Selection.of(found, branch);
    leftOut.addAll(selection.leftOut());
    if (others > MOST_OTHERS) {
      leftOut.add(
          new LeftOut((others - MOST_OTHERS) + " more mails", "replies, or without a diff"));
    }
    List<Patch> all =
        selection.chosen().stream()
            .map(f -> Patch.of(f, OptionalInt.empty(), reverse))
            .collect(Collectors.toList());
    return new Series(all, leftOut, selection.notes());
  }
}
