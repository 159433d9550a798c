package dev.straddle.debian;

import dev.straddle.disk.HeldLock;
import dev.straddle.model.InfraException;
import dev.straddle.model.WorkEvent;
import dev.straddle.process.LineListener;
import dev.straddle.process.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Debian packages by way of apt, with package lists of our own, in an {@link AptDirectory}.
 *
 * <p>apt reads the system's list of mirrors and its keys, and writes only to our directory: that
 * needs no root, changes nothing of the system, and works where {@code apt-get update} never ran.
 */
public final class Apt {

  /** A package of an exact version. */
  public record Needed(String packageName, String version) {}

  /** A package file on offer. */
  public record Offer(String fileName, String version, long bytes) {}

  /** {@code 'URL' name size SHA256:digest}, as apt-get --print-uris says it. */
  private static final Pattern URI_LINE = Pattern.compile("'[^']+' (\\S+) (\\d+) SHA256:\\S+");

  /** {@code package_version_architecture.deb}, an epoch's colon written as %3a. */
  private static final Pattern FILE_NAME = Pattern.compile("[^_]+_([^_]+)_[^_]+\\.deb");

  private static final String DEPENDS = "Depends: ";

  /** A piece of a kernel, of an exact version, among the packages that one depends on. */
  private static final Pattern PIECE =
      Pattern.compile("(linux-(?:image|base|binary|modules)-\\S+) \\(= (\\S+)\\)");

  private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9.+-]*");

  private static final int MOST_NAMES = 20;

  /** How long lists will do for programs that may be of any version. */
  private static final Duration GOOD_FOR = Duration.ofDays(1);

  private final AptDirectory own;
  private final Optional<String> suite;
  private final Consumer<WorkEvent> listener;
  private boolean refreshed;

  /**
   * @param suite the only suite to look in, on the host's mirror; empty for those of the host
   */
  public Apt(Path root, Optional<String> suite, Consumer<WorkEvent> listener) {
    this.own = new AptDirectory(root.resolve(suite.orElse("host")), suite);
    this.suite = suite;
    this.listener = listener;
  }

  /**
   * Asks what is on offer, on fresh lists.
   *
   * @param version exact, or empty for the newest
   */
  @SuppressWarnings("try") // the lock is held, not spoken to
  public Offer find(String packageName, Optional<String> version) throws InterruptedException {
    try (HeldLock held = HeldLock.acquire(own.lock(), () -> {})) {
      own.prepare();
      refresh();
      return findOnLists(packageName, version);
    } catch (IOException e) {
      throw own.unwritable(e);
    }
  }

  /** Whether this host has apt at all. */
  public static boolean isThere() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "apt-get")));
  }

  /**
   * Downloads packages and all that they depend on.
   *
   * <p>Lists of a day are good enough, and older ones where no newer can be had.
   *
   * @param directory an empty one
   * @throws InfraException when a package is not on offer or the mirrors are out of reach
   */
  @SuppressWarnings("try") // the lock is held, not spoken to
  public void downloadAll(List<String> packages, Path directory) throws InterruptedException {
    try (HeldLock held = HeldLock.acquire(own.lock(), () -> {})) {
      own.prepare();
      Optional<Instant> listed = own.listed();
      if (listed.isEmpty()) {
        refresh();
      } else if (listed.get().isBefore(Instant.now().minus(GOOD_FOR))) {
        own.update();
      }
      List<String> words = new ArrayList<>(List.of("download"));
      words.addAll(dependencies(packages));
      String[] download = words.toArray(String[]::new);
      Result result = own.run("apt-get", directory, LineListener.NONE, download);
      if (!result.ok() && own.update().ok()) { // what the lists name may be gone from the mirrors
        result = own.run("apt-get", directory, LineListener.NONE, download);
      }
      if (!result.ok()) {
        throw new InfraException(
            result.describe(), "check the package manager and the network, then run again");
      }
    } catch (IOException e) {
      throw own.unwritable(e);
    }
  }

  private List<String> dependencies(List<String> packages) throws InterruptedException {
    List<String> ask = new ArrayList<>(List.of("depends", "--recurse"));
    for (String kind :
        List.of("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")) {
      ask.add("--no-" + kind);
    }
    ask.addAll(packages);
    List<String> names = new ArrayList<>();
    Result asked =
        own.run(
            "apt-cache",
            Path.of("/"),
            (channel, line) -> {
              if (PACKAGE.matcher(line).matches()) {
                names.add(line);
              }
            },
            ask.toArray(String[]::new));
    if (!asked.ok()) {
      throw new InfraException(
          asked.describe(), "check what `apt-cache policy` says of " + String.join(", ", packages));
    }
    return names.stream().sorted().distinct().toList();
  }

  private Offer findOnLists(String packageName, Optional<String> version)
      throws InterruptedException {
    List<Offer> offers = new ArrayList<>();
    String wanted = packageName + version.map(v -> "=" + v).orElse("");
    Result asked =
        own.run(
            "apt-get",
            Path.of("/"),
            (channel, line) -> offer(line).ifPresent(offers::add),
            "--print-uris",
            "download",
            wanted);
    if (!asked.ok() || offers.size() != 1) {
      throw new InfraException(
          "no package "
              + wanted
              + suite.map(s -> " in " + s).orElse("")
              + " on the host's mirrors\n"
              + asked.describe(),
          version.isPresent()
              ? "leave out 'version:' to take the newest, or see apt-cache policy " + packageName
              : "take one that is there: " + like(packageName));
    }
    return offers.get(0);
  }

  /** Packages whose names are the same up to the first digit. */
  private String like(String packageName) throws InterruptedException {
    String beginning = packageName.replaceFirst("\\d.*", "");
    List<String> names = new ArrayList<>();
    own.run("apt-cache", Path.of("/"), (channel, line) -> names.add(line), "pkgnames", beginning);
    return names.isEmpty()
        ? "none has a name like " + beginning
        : names.stream().sorted().limit(MOST_NAMES).collect(Collectors.joining(", "));
  }

  /**
   * A package and those whose files make a kernel together with it: {@code linux-image-amd64} only
   * depends on the newest kernel, and since 7.x that has its image and its modules in packages of
   * their own.
   */
  public List<Needed> kernelOf(String packageName, String version) throws InterruptedException {
    Set<Needed> all = new LinkedHashSet<>();
    Deque<Needed> asked = new ArrayDeque<>(List.of(new Needed(packageName, version)));
    while (!asked.isEmpty()) {
      Needed next = asked.remove();
      if (all.add(next)) {
        asked.addAll(pieces(next));
      }
    }
    return List.copyOf(all);
  }

  private List<Needed> pieces(Needed whole) throws InterruptedException {
    List<Needed> pieces = new ArrayList<>();
    Result asked =
        own.run(
            "apt-cache",
            Path.of("/"),
            (channel, line) -> pieces.addAll(pieces(line)),
            "show",
            whole.packageName() + "=" + whole.version());
    if (!asked.ok()) {
      throw new InfraException(asked.describe(), "look at: apt-cache show " + whole.packageName());
    }
    return pieces;
  }

  /** The pieces of a kernel that a line of {@code apt-cache show} names as dependencies. */
  public static List<Needed> pieces(String line) {
    return line.startsWith(DEPENDS)
        ? PIECE
            .matcher(line)
            .results()
            .map(piece -> new Needed(piece.group(1), piece.group(2)))
            .toList()
        : List.of();
  }

  private void refresh() throws InterruptedException {
    if (refreshed) {
      return;
    }
    Result update = own.update();
    if (!update.ok()) {
      throw new InfraException(
          update.describe(),
          "check the network and the mirrors in /etc/apt/sources.list.d"
              + suite.map(s -> ", and that they carry '" + s + "'").orElse(""));
    }
    refreshed = true;
  }

  /** Downloads into a directory, in which apt leaves the file only if its checksum is right. */
  public Path download(String packageName, Offer offer, Path directory)
      throws InterruptedException {
    Path file = directory.resolve(offer.fileName());
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    try {
      watch.scheduleAtFixedRate(
          () -> listener.accept(new WorkEvent.Progress(size(file), offer.bytes(), "bytes")),
          200,
          500,
          TimeUnit.MILLISECONDS);
      Result result =
          own.run(
              "apt-get",
              directory,
              LineListener.NONE,
              "download",
              packageName + "=" + offer.version());
      if (!result.ok() || size(file) != offer.bytes()) {
        throw new InfraException(
            "downloading " + offer.fileName() + " failed\n" + result.describe(),
            "check the network and the free disk space, then start again");
      }
      return file;
    } finally {
      watch.shutdownNow();
    }
  }

  public static Optional<Offer> offer(String line) {
    Matcher uri = URI_LINE.matcher(line);
    if (!uri.matches()) {
      return Optional.empty();
    }
    Matcher name = FILE_NAME.matcher(uri.group(1));
    if (!name.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Offer(uri.group(1), name.group(1).replace("%3a", ":"), Long.parseLong(uri.group(2))));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // not begun yet
    }
  }
}
