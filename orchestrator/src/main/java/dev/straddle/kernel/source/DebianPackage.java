package dev.straddle.kernel.source;

import dev.straddle.debian.Apt;
import dev.straddle.disk.AtomicFiles;
import dev.straddle.kernel.step.Steps;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Debian package, of one version or of the newest on offer.
 *
 * <p>A package without a version is asked for on the mirrors once; what was found then stays in use
 * until {@link #forget}, so that a second run builds nothing new and needs no network.
 */
public final class DebianPackage {

  /** A package file on offer, and whose it is. */
  public record Piece(String packageName, Apt.Offer offer) {}

  private final String name;
  private final Optional<String> wanted;
  private final Path newest;
  private final Apt apt;
  private final Steps steps;

  public DebianPackage(
      String name,
      Optional<String> wanted,
      Optional<String> suite,
      Path cache,
      Consumer<WorkEvent> listener) {
    this.name = name;
    this.wanted = wanted;
    this.newest = cache.resolve("newest").resolve(name + suite.map(s -> "_" + s).orElse(""));
    this.apt = new Apt(cache.resolve("apt"), suite, listener);
    this.steps = new Steps(listener);
  }

  /** The version, if it can be said without asking anybody. */
  public Optional<Origin.Id> known() throws IOException {
    if (wanted.isPresent()) {
      return wanted.map(this::id);
    }
    return Files.exists(newest)
        ? Optional.of(id(Files.readString(newest).strip()))
        : Optional.empty();
  }

  /** The version on offer, which is remembered. */
  public Origin.Id resolve() throws IOException, InterruptedException {
    Apt.Offer offer = steps.run("look up", "the newest " + name, () -> apt.find(name, wanted));
    AtomicFiles.replace(newest, (offer.version() + "\n").getBytes(StandardCharsets.UTF_8));
    return id(offer.version());
  }

  public void forget() throws IOException {
    Files.deleteIfExists(newest);
  }

  /** Downloads that version; the file has the size and checksum that the mirror's lists say. */
  public Path download(String version, Path directory) throws IOException, InterruptedException {
    return download(find(name, version), directory);
  }

  /** This package and those that make a kernel together with it, the smallest first. */
  public List<Piece> kernel(String version) throws IOException, InterruptedException {
    List<Apt.Needed> needed =
        steps.run(
            "look up",
            name + " " + version,
            () -> {
              apt.find(name, Optional.of(version));
              return apt.kernelOf(name, version);
            });
    List<Piece> pieces = new ArrayList<>();
    for (Apt.Needed one : needed) {
      pieces.add(find(one.packageName(), one.version()));
    }
    pieces.sort(Comparator.comparingLong(piece -> piece.offer().bytes()));
    return pieces;
  }

  public Path download(Piece piece, Path directory) throws IOException, InterruptedException {
    return steps.run(
        "download",
        piece.offer().fileName(),
        () -> apt.download(piece.packageName(), piece.offer(), directory));
  }

  private Piece find(String packageName, String version) throws IOException, InterruptedException {
    return steps.run(
        "look up",
        packageName + " " + version,
        () -> new Piece(packageName, apt.find(packageName, Optional.of(version))));
  }

  private Origin.Id id(String version) {
    return new Origin.Id(name + "_" + version.replace(':', '%'), version);
  }
}
