package dev.straddle.kernel.series;

import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.kernel.store.Digest;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The patches of a variant, in the order in which they are applied.
 *
 * @param patches every patch of all its series
 */
public record Series(List<Patch> patches) {

  /**
   * One patch.
   *
   * @param name where it comes from, for messages
   * @param strip leading parts of its paths to take off, as in {@code patch -p}
   * @param reverse whether it is taken off
   * @param paths the files of the source tree that it names
   */
  public record Patch(
      String name, Mail mail, int strip, boolean reverse, SortedSet<String> paths) {}

  public Series {
    patches = List.copyOf(patches);
  }

  /**
   * Reads all patches of a variant, without those at its end that it leaves out.
   *
   * @throws StepFailedException when there are none, or fewer than are left out
   */
  public static Series read(KernelSpec.Variant variant)
      throws IOException, InterruptedException, StepFailedException {
    List<Patch> patches = new ArrayList<>();
    for (PatchSource source : variant.series()) {
      List<Patch> some =
          source instanceof PatchSource.Files files
              ? ofFiles(files.place(), files.reverse())
              : ofRange((PatchSource.GitRange) source);
      if (some.isEmpty()) {
        throw new StepFailedException("patch", source + " holds no patches");
      }
      if (source.reverse()) {
        Collections.reverse(some);
      }
      patches.addAll(some);
    }
    if (variant.without() > patches.size()) {
      throw new StepFailedException(
          "patch",
          String.format(
              "%s leaves out %d patches, and there are %d",
              variant.name(), variant.without(), patches.size()));
    }
    return new Series(patches.subList(0, patches.size() - variant.without()));
  }

  /** Everything that the series can do to a build, as one digest. */
  public String digest() {
    Digest digest = new Digest();
    for (Patch patch : patches) {
      digest.add(patch.reverse() ? "reverse" : "patch", patch.mail().text());
      if (patch.strip() != 1) {
        digest.add("strip", Integer.toString(patch.strip()));
      }
    }
    return digest.hex();
  }

  /** The commit that {@code git format-patch --base} noted, if it did. */
  public Optional<String> baseCommit() {
    return patches.stream()
        .flatMap(p -> p.mail().body().lines())
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
    return new Series(
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

  private static List<Patch> ofFiles(Path place, boolean reverse)
      throws IOException, StepFailedException {
    List<Patch> patches = new ArrayList<>();
    if (Files.isRegularFile(place.resolve("series"))) {
      for (String line : Files.readAllLines(place.resolve("series"))) {
        String[] words = line.replaceFirst("(^|\\s)#.*", "").strip().split("\\s+");
        if (!words[0].isEmpty()) {
          int strip =
              words.length > 1 && words[1].matches("-p\\d")
                  ? Integer.parseInt(words[1].substring(2))
                  : 1;
          patches.addAll(ofFile(place.resolve(words[0]), strip, reverse));
        }
      }
    } else if (Files.isDirectory(place)) {
      List<Path> files;
      try (Stream<Path> list = Files.list(place)) {
        files = list.filter(f -> f.toString().endsWith(".patch")).sorted().toList();
      }
      for (Path file : files) {
        patches.addAll(ofFile(file, 1, reverse));
      }
    } else {
      patches.addAll(ofFile(place, 1, reverse));
    }
    return patches;
  }

  private static List<Patch> ofFile(Path file, int strip, boolean reverse)
      throws IOException, StepFailedException {
    if (!Files.isRegularFile(file)) {
      throw new StepFailedException("patch", "there is no " + file);
    }
    List<Patch> patches = split(file.toString(), Files.readAllBytes(file), strip, reverse);
    if (patches.isEmpty()) {
      throw new StepFailedException(
          "patch", file + " changes no file: it holds no '--- a/…' and '+++ b/…'");
    }
    return patches;
  }

  /** Reads the range with git format-patch, which writes nothing into the repository. */
  private static List<Patch> ofRange(PatchSource.GitRange source)
      throws IOException, InterruptedException {
    Path mbox = Files.createTempFile("straddle-", ".mbox");
    try {
      Result result =
          Command.of(
                  "git",
                  "-C",
                  source.repository().toString(),
                  "format-patch",
                  "--no-signature",
                  "--zero-commit",
                  "--full-index",
                  "--no-stat",
                  "--no-cover-letter",
                  "--output=" + mbox,
                  source.range())
              .with(Map.of("LC_ALL", "C", "GIT_OPTIONAL_LOCKS", "0"))
              .run();
      if (!result.ok()) {
        throw new InfraException(
            result.describe(), "name a range that " + source.repository() + " has in 'range:'");
      }
      return split(source.range(), Files.readAllBytes(mbox), 1, source.reverse());
    } finally {
      Files.delete(mbox);
    }
  }

  private static List<Patch> split(String name, byte[] content, int strip, boolean reverse) {
    List<Mail> mails = Mail.split(content).stream().filter(Mail::isPatch).toList();
    List<Patch> patches = new ArrayList<>();
    for (int i = 0; i < mails.size(); i++) {
      Mail mail = mails.get(i);
      String part = mails.size() == 1 ? "" : String.format(" (%d: %s)", i + 1, mail.subject());
      patches.add(new Patch(name + part, mail, strip, reverse, paths(mail.body(), strip)));
    }
    return patches;
  }

  private static SortedSet<String> paths(String body, int strip) {
    SortedSet<String> paths = new TreeSet<>();
    for (String line : body.split("\n")) {
      if (line.startsWith("--- ") || line.startsWith("+++ ")) {
        String path = line.substring(4).replaceFirst("\t.*", "").strip();
        if (!path.equals("/dev/null")) {
          stripped(path, strip).ifPresent(paths::add);
        }
      } else if (line.startsWith("diff --git a/") && line.contains(" b/")) {
        paths.add(line.substring(line.indexOf(" b/") + 3).strip());
      } else if (line.matches("(rename|copy) (from|to) .+")) {
        paths.add(line.replaceFirst("\\w+ \\w+ ", "").strip());
      }
    }
    return paths;
  }

  private static Optional<String> stripped(String path, int strip) {
    String rest = path;
    for (int i = 0; i < strip; i++) {
      int slash = rest.indexOf('/');
      if (slash < 0) {
        return Optional.empty();
      }
      rest = rest.substring(slash + 1);
    }
    return Optional.of(rest);
  }

  /** The patch as a file for git: the whole mail, or only the diff. */
  public static byte[] forGit(Patch patch) {
    if (patch.mail().isMail() && !patch.reverse()) {
      return patch.mail().text();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(patch.mail().body().getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
