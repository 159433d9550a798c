package dev.straddle.kernel.series;

import dev.straddle.disk.Digest;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Patches in the order in which they are applied.
 *
 * @param patches every patch, of all series of a variant
 * @param leftOut what lies or stands beside them and is not applied
 * @param notes what a reader should know of the choice and the order, a few words each
 */
public record Series(List<Patch> patches, List<LeftOut> leftOut, List<String> notes) {

  public Series {
    patches = List.copyOf(patches);
    leftOut = List.copyOf(leftOut);
    notes = List.copyOf(notes);
  }

  /** A series that nothing was left out of. */
  public static Series of(List<Patch> patches) {
    return new Series(patches, List.of(), List.of());
  }

  /**
   * Reads all patches of a variant, without those at its end that it leaves out.
   *
   * @throws StepFailedException when there are none, or fewer than are left out
   */
  public static Series read(KernelSpec.Variant variant)
      throws IOException, InterruptedException, StepFailedException {
    List<Patch> patches = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (PatchSource source : variant.series()) {
      Series some = read(source);
      patches.addAll(some.patches());
      leftOut.addAll(some.leftOut());
      notes.addAll(some.notes());
    }
    if (variant.without() > patches.size()) {
      throw new StepFailedException(
          "patch",
          String.format(
              "%s leaves out %d patches, and there are %d",
              variant.name(), variant.without(), patches.size()));
    }
    return new Series(patches.subList(0, patches.size() - variant.without()), leftOut, notes);
  }

  /**
   * Reads the patches of one source; last first when they are taken off.
   *
   * @throws StepFailedException when there are none
   */
  public static Series read(PatchSource source)
      throws IOException, InterruptedException, StepFailedException {
    Series series =
        source instanceof PatchSource.Files files
            ? SeriesReader.read(files)
            : CommitRange.read((PatchSource.GitRange) source);
    if (series.patches().isEmpty()) {
      StringBuilder text = new StringBuilder(source + " holds no patches");
      series.leftOut().stream()
          .limit(10)
          .forEach(l -> text.append("\n  ").append(l.what()).append(": ").append(l.why()));
      throw new StepFailedException("patch", text.toString());
    }
    List<Patch> patches = new ArrayList<>(series.patches());
    if (source.reverse()) {
      Collections.reverse(patches);
    }
    return new Series(patches, series.leftOut(), series.notes());
  }

  /** A folder in which there are only folders, one for each kernel say: the last of them. */
  public static Optional<Path> amongFolders(Path place) {
    if (!Files.isDirectory(place)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(place)) {
      List<Path> entries = all.toList();
      return entries.stream().allMatch(Files::isDirectory)
          ? entries.stream().max(Comparator.naturalOrder())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that the series can do to a build, as one digest. */
  public String digest() {
    Digest digest = new Digest();
    for (Patch patch : patches) {
      digest.add(patch.reverse() ? "reverse" : "patch", patch.mail().text());
      if (patch.strip().orElse(1) != 1) {
        digest.add("strip", Integer.toString(patch.strip().getAsInt()));
      }
    }
    return digest.hex();
  }

  /** The commit that {@code git format-patch --base} noted, if it did. */
  public Optional<String> baseCommit() {
    return patches.stream()
        .flatMap(p -> new String(p.mail().text(), StandardCharsets.UTF_8).lines())
        .filter(line -> line.startsWith("base-commit: "))
        .findFirst();
  }

  public SortedSet<String> paths() {
    SortedSet<String> paths = new TreeSet<>();
    patches.forEach(p -> paths.addAll(p.paths()));
    return paths;
  }

  /** The patches that can change what configuration comes out. */
  public Series touchingConfiguration() {
    return Series.of(
        patches.stream()
            .filter(
                p ->
                    p.paths().stream()
                        .anyMatch(
                            path ->
                                path.contains("Kconfig")
                                    || path.endsWith("Makefile")
                                    || path.contains("/configs/")
                                    || path.endsWith(".config")
                                    || path.startsWith("scripts/")))
            .toList());
  }
}
