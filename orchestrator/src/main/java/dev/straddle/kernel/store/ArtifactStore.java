package dev.straddle.kernel.store;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.Digest;
import dev.straddle.disk.HeldLock;
import dev.straddle.disk.Seal;
import dev.straddle.model.KernelArtifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Built kernels by content key, and by what was asked for.
 *
 * <p>{@code kernels/<key>} holds {@code bzImage}, {@code vmlinux}, {@code config}, {@code
 * System.map}, modules to load if there are any, and {@code artifact.json}; it appears by one
 * rename, so it is whole or absent. {@code requests/<digest>} names the key that a request came to:
 * a second build of the same request needs neither source tree nor make.
 */
public final class ArtifactStore {

  public static final String IMAGE = "bzImage";
  public static final String VMLINUX = "vmlinux";
  public static final String CONFIG = "config";
  public static final String SYSTEM_MAP = "System.map";

  /** Names of modules begin with this, and sort in the order of loading. */
  public static final String MODULES = "modules/";

  /** The same, of those that only guests with SSH load. */
  public static final String NETWORK_MODULES = "network/";

  private static final String DESCRIPTION = "artifact.json";

  /** Between a kernel and its variant in the name of a file; no name has it. */
  private static final String NAME_SEPARATOR = "~";

  /**
   * What {@code artifact.json} says.
   *
   * @param newWarnings compiler warnings that earlier builds in the same objects did not have;
   *     absent from entries of the first version
   * @param code a digest of what was compiled; absent or empty where it is not known
   * @param files name to size in bytes and SHA-256
   */
  public record Description(
      int schema,
      String key,
      String sourceVersion,
      String release,
      String buildId,
      String toolchain,
      int structPageSize,
      List<String> newWarnings,
      String code,
      Map<String, StoredFile> files) {
    public static final int SCHEMA = 1;

    public Description {
      newWarnings = newWarnings == null ? List.of() : List.copyOf(newWarnings);
      files = Map.copyOf(files);
    }

    /** Names that begin so, in order. */
    private Stream<String> under(String prefix) {
      return files.keySet().stream().filter(name -> name.startsWith(prefix)).sorted();
    }
  }

  /** One file of an entry. */
  public record StoredFile(long bytes, String sha256) {}

  private final Path cache;

  public ArtifactStore(Path cache) {
    this.cache = cache;
  }

  /** The kernel that an earlier build of this request came to, if it is still there. */
  public Optional<KernelArtifact> answer(String request, String kernel, String variant)
      throws IOException {
    Optional<String> key = answered(request);
    return key.isPresent() ? find(key.get(), kernel, variant) : Optional.empty();
  }

  private Optional<String> answered(String request) throws IOException {
    Path file = cache.resolve("requests").resolve(request);
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  /** What is wrong with the kernel that an earlier build of this request came to, if it is kept. */
  public List<String> damageOfAnswer(String request) throws IOException {
    Optional<String> key = answered(request);
    return key.isPresent() && Files.exists(cache.resolve("kernels").resolve(key.get()))
        ? damage(key.get())
        : List.of();
  }

  /** Remembers what a request came to. */
  public void remember(String request, String key) throws IOException {
    AtomicFiles.replace(
        cache.resolve("requests").resolve(request), (key + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** An entry whose files are all what was stored; it is not deleted while this process lives. */
  public Optional<KernelArtifact> find(String key, String kernel, String variant)
      throws IOException {
    Path directory = cache.resolve("kernels").resolve(key);
    if (!Files.exists(directory)) {
      return Optional.empty();
    }
    Lease.hold(lease(key));
    Optional<Description> described = describe(key);
    if (described.isEmpty()) {
      return Optional.empty();
    }
    Description found = described.get();
    if (!isIntact(directory, found)) {
      return Optional.empty();
    }
    AtomicFiles.touch(directory);
    remember(key, kernel, variant);
    return Optional.of(
        new KernelArtifact(
            kernel,
            variant,
            found.key(),
            found.sourceVersion(),
            found.release(),
            found.buildId(),
            found.toolchain(),
            directory.resolve(IMAGE),
            directory.resolve(VMLINUX),
            directory.resolve(CONFIG),
            found.structPageSize(),
            found.under(MODULES).map(directory::resolve).toList(),
            found.under(NETWORK_MODULES).map(directory::resolve).toList(),
            found.code(),
            List.of(),
            Optional.empty()));
  }

  /** Whether the files are what was stored; read only if something touched them since. */
  private static boolean isIntact(Path directory, Description found) throws IOException {
    for (Map.Entry<String, StoredFile> stored : found.files().entrySet()) {
      Path part = directory.resolve(stored.getKey());
      if (!Files.exists(part) || Files.size(part) != stored.getValue().bytes()) {
        return false;
      }
    }
    List<String> unsure = Seal.broken(directory, found.files().keySet());
    for (String name : unsure) {
      if (!Digest.ofFile(directory.resolve(name)).equals(found.files().get(name).sha256())) {
        return false;
      }
    }
    if (!unsure.isEmpty() && Files.isWritable(directory)) {
      Seal.put(directory, digests(found.files()));
    }
    return true;
  }

  private static Map<String, String> digests(Map<String, StoredFile> files) {
    return files.entrySet().stream()
        .collect(toMap(Map.Entry::getKey, file -> file.getValue().sha256()));
  }

  /** What stands for a kernel while somebody uses it. */
  public Path lease(String key) {
    return cache.resolve("leases").resolve(key);
  }

  /** Notes what the kernel of this name came to last. */
  private void remember(String key, String kernel, String variant) throws IOException {
    Path names = cache.resolve("names");
    Path name = names.resolve(kernel + NAME_SEPARATOR + variant);
    boolean known = Files.exists(name) && Files.readString(name).strip().equals(key);
    if (!known && Files.isWritable(Files.exists(names) ? names : cache)) {
      AtomicFiles.replace(name, (key + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Keys, and the kernels and variants that came to them last, as {@code linux-6.12/patched}. */
  public Map<String, List<String>> names() throws IOException {
    Map<String, List<String>> names = new TreeMap<>();
    if (Files.isDirectory(cache.resolve("names"))) {
      try (Stream<Path> list = Files.list(cache.resolve("names"))) {
        for (Path file : list.sorted().toList()) {
          String name = file.getFileName().toString().replace(NAME_SEPARATOR, "/");
          if (!name.startsWith(".")) {
            names.computeIfAbsent(Files.readString(file).strip(), k -> new ArrayList<>()).add(name);
          }
        }
      }
    }
    return names;
  }

  /** What an entry says of itself, its files unseen; empty when it is absent or unreadable. */
  public Optional<Description> describe(String key) throws IOException {
    Path file = cache.resolve("kernels").resolve(key).resolve(DESCRIPTION);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(DescriptionJson.read(file));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Reads an entry in full; one line for each thing that is wrong. */
  public List<String> damage(String key) throws IOException {
    Path directory = cache.resolve("kernels").resolve(key);
    Optional<Description> found = describe(key);
    if (found.isEmpty()) {
      return List.of(key + ": " + DESCRIPTION + " is missing or unreadable");
    }
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, StoredFile> stored : new TreeMap<>(found.get().files()).entrySet()) {
      Path file = directory.resolve(stored.getKey());
      if (!Files.exists(file)) {
        wrong.add(key + ": " + stored.getKey() + " is missing");
      } else if (!Digest.ofFile(file).equals(stored.getValue().sha256())) {
        wrong.add(key + ": " + stored.getKey() + " is not what was stored");
      }
    }
    return wrong;
  }

  /** An entry that is whole stays: somebody may be booting it. */
  @SuppressWarnings("try") // the lock is held, not spoken to
  private void publish(Path partial, Path place, String key)
      throws IOException, InterruptedException {
    try (HeldLock held = HeldLock.acquire(cache.resolve("locks").resolve(key), () -> {})) {
      Optional<Description> there = describe(key);
      if (there.isEmpty() || !isIntact(place, there.get())) {
        AtomicFiles.delete(place);
        AtomicFiles.publish(partial, place);
      }
    }
  }

  /** Copies the files of a finished build into place, under the names given. */
  public void put(Description facts, Map<String, Path> files)
      throws IOException, InterruptedException {
    Path place = cache.resolve("kernels").resolve(facts.key());
    Path partial = cache.resolve("kernels/.partial-" + UUID.randomUUID());
    Files.createDirectories(partial);
    try {
      Map<String, StoredFile> stored = new TreeMap<>();
      for (Map.Entry<String, Path> file : files.entrySet()) {
        Path copy = partial.resolve(file.getKey());
        Files.createDirectories(copy.getParent());
        Files.copy(file.getValue(), copy);
        stored.put(file.getKey(), new StoredFile(Files.size(copy), Digest.ofFile(copy)));
      }
      DescriptionJson.write(
          partial.resolve(DESCRIPTION),
          new Description(
              Description.SCHEMA,
              facts.key(),
              facts.sourceVersion(),
              facts.release(),
              facts.buildId(),
              facts.toolchain(),
              facts.structPageSize(),
              facts.newWarnings(),
              facts.code(),
              stored));
      Seal.put(partial, digests(stored));
      publish(partial, place, facts.key());
    } finally {
      AtomicFiles.delete(partial);
    }
  }
}
