package dev.straddle.kernel;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.HeldLock;
import dev.straddle.kernel.store.ArtifactStore;
import dev.straddle.kernel.store.CacheTrouble;
import dev.straddle.kernel.store.Lease;
import dev.straddle.model.BadInputException;
import dev.straddle.model.ByteSize;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks after the cache: what it holds, what may go, what is damaged.
 *
 * <p>Nothing in it is precious: whatever is deleted is fetched or built again.
 */
public final class KernelCache {

  private final Path cache;
  private final ArtifactStore store;

  public KernelCache(Path cacheRoot) {
    this.cache = cacheRoot.toAbsolutePath().normalize();
    this.store = new ArtifactStore(cache);
  }

  /** Everything, the longest unused first. */
  public List<CacheEntry> entries() {
    return entries(KernelCache::size);
  }

  private List<CacheEntry> entries(Size size) {
    try {
      List<CacheEntry> entries = new ArrayList<>();
      Map<String, List<String>> names = store.names();
      for (Path kernel : children("kernels")) {
        String name = kernel.getFileName().toString();
        entries.add(
            entry(
                "kernel",
                kernel,
                store.describe(name).map(d -> d.release()).orElse("damaged"),
                names.getOrDefault(name, List.of()),
                size));
      }
      for (Path tree : children("trees")) {
        entries.add(entry("tree", tree, "", List.of(), size));
      }
      if (Files.isDirectory(cache.resolve("ccache"))) {
        entries.add(entry("ccache", cache.resolve("ccache"), "", List.of(), size));
      }
      entries.sort(Comparator.comparing(CacheEntry::lastUsed));
      return entries;
    } catch (IOException e) {
      throw CacheTrouble.of("looking through " + cache, e);
    }
  }

  /** What entries can be called; nothing is measured. */
  public List<String> names() {
    try {
      List<String> names = new ArrayList<>();
      Map<String, List<String>> kernels = store.names();
      for (Path kernel : children("kernels")) {
        String name = kernel.getFileName().toString();
        names.addAll(kernels.getOrDefault(name, List.of()));
        names.add(CacheEntry.shortened(name));
      }
      for (Path tree : children("trees")) {
        names.add(CacheEntry.shortened(tree.getFileName().toString()));
      }
      return names;
    } catch (IOException e) {
      throw CacheTrouble.of("looking through " + cache, e);
    }
  }

  /**
   * The entry that a person means by a name.
   *
   * @param name how it is called, or how that begins
   * @throws BadInputException when there is none, or more than one
   */
  public CacheEntry meant(String name) {
    return meant(List.of(name)).get(0);
  }

  /** The same for several, each once. Only these are measured: trees have a great many files. */
  public List<CacheEntry> meant(List<String> names) {
    List<CacheEntry> all = entries(path -> 0);
    Set<Path> found =
        names.stream().map(name -> meant(name, all).path()).collect(Collectors.toSet());
    return entries(path -> found.contains(path) ? size(path) : 0).stream()
        .filter(entry -> found.contains(entry.path()))
        .toList();
  }

  private static CacheEntry meant(String name, List<CacheEntry> all) {
    List<CacheEntry> found = all.stream().filter(entry -> entry.isMeantBy(name)).toList();
    if (found.size() != 1) {
      throw found.isEmpty()
          ? new BadInputException(
              "nothing in the cache is called '" + name + "'", "straddle cache ls")
          : new BadInputException(
              found.size() + " entries begin with '" + name + "'", "write more of the name");
    }
    return found.get(0);
  }

  /** Keeps an entry from {@link #collect}, or no longer. */
  public void pin(CacheEntry entry, boolean keep) {
    Path mark = mark("pins", entry.path());
    try {
      if (keep) {
        AtomicFiles.replace(mark, new byte[0]);
      } else {
        Files.deleteIfExists(mark);
      }
    } catch (IOException e) {
      throw CacheTrouble.of("pinning " + entry.name(), e);
    }
  }

  /**
   * Deletes the longest unused entries that are neither pinned nor in use until the rest fits, and
   * everything that killed processes left half made.
   *
   * @return what was deleted
   */
  public List<CacheEntry> collect(ByteSize limit) throws InterruptedException {
    List<CacheEntry> gone = new ArrayList<>();
    try {
      deleteLeftovers();
      List<CacheEntry> entries = entries();
      long total = entries.stream().mapToLong(CacheEntry::bytes).sum();
      for (CacheEntry entry : entries) {
        if (total <= limit.bytes()) {
          break;
        }
        if (!entry.pinned() && delete(entry)) {
          total -= entry.bytes();
          gone.add(entry);
        }
      }
      return gone;
    } catch (IOException e) {
      throw CacheTrouble.of("cleaning " + cache, e);
    }
  }

  /**
   * Reads every stored kernel in full and compares it with its checksums.
   *
   * @return one line for each thing that is wrong; such a kernel is built again when it is asked
   *     for after {@code gc}
   */
  public List<String> verify() {
    List<String> wrong = new ArrayList<>();
    try {
      for (Path kernel : children("kernels")) {
        wrong.addAll(store.damage(kernel.getFileName().toString()));
      }
      return wrong;
    } catch (IOException e) {
      throw CacheTrouble.of("verifying " + cache, e);
    }
  }

  /** Deletes the stored kernels that are wrong, so that they are built again. */
  public void dropWrong() {
    try {
      for (Path kernel : children("kernels")) {
        if (!store.damage(kernel.getFileName().toString()).isEmpty()) {
          AtomicFiles.delete(kernel);
        }
      }
    } catch (IOException e) {
      throw CacheTrouble.of("deleting what is damaged in " + cache, e);
    }
  }

  /**
   * Deletes an entry, whether it is pinned or not.
   *
   * @return false, and nothing is done, while a process uses it
   */
  public boolean remove(CacheEntry entry) throws InterruptedException {
    try {
      return delete(entry);
    } catch (IOException e) {
      throw CacheTrouble.of("deleting " + entry.name(), e);
    }
  }

  @SuppressWarnings("try") // the lease is held, not spoken to
  private boolean delete(CacheEntry entry) throws IOException, InterruptedException {
    Optional<Lease> lease = Lease.toDelete(store.lease(entry.path().getFileName().toString()));
    if (lease.isEmpty()) {
      return false;
    }
    try (Lease held = lease.get()) {
      deleteLocked(entry);
      return true;
    }
  }

  /** A rename first, so that nobody ever sees half an entry. */
  @SuppressWarnings("try") // the lock is held, not spoken to
  private void deleteLocked(CacheEntry entry) throws IOException, InterruptedException {
    Path lock = cache.resolve("locks").resolve(entry.path().getFileName());
    try (HeldLock held = HeldLock.acquire(lock, () -> {})) {
      Path going = entry.path().resolveSibling(".partial-going-" + entry.path().getFileName());
      AtomicFiles.delete(going);
      if (Files.exists(entry.path())) {
        Files.move(entry.path(), going);
      }
      AtomicFiles.delete(going);
      Files.deleteIfExists(mark("pins", entry.path()));
    }
  }

  /** Only what is older than any build takes: a younger one may be in the making. */
  private void deleteLeftovers() throws IOException {
    Instant old = Instant.now().minusSeconds(24 * 3600);
    for (String part :
        List.of("kernels", "trees", "newest", "requests", "toolchains", "configs", "names")) {
      Path directory = cache.resolve(part);
      if (!Files.isDirectory(directory)) {
        continue;
      }
      try (DirectoryStream<Path> list = Files.newDirectoryStream(directory, ".partial-*")) {
        for (Path leftover : list) {
          if (Files.getLastModifiedTime(leftover).toInstant().isBefore(old)) {
            AtomicFiles.delete(leftover);
          }
        }
      }
    }
  }

  /** How many bytes an entry has. */
  @FunctionalInterface
  private interface Size {
    long of(Path entry) throws IOException;
  }

  private CacheEntry entry(String kind, Path path, String about, List<String> kernels, Size size)
      throws IOException {
    return new CacheEntry(
        kind,
        path.getFileName().toString(),
        about,
        kernels,
        path,
        size.of(path),
        Files.getLastModifiedTime(path).toInstant(),
        Files.exists(mark("pins", path)));
  }

  private Path mark(String kind, Path path) {
    return cache.resolve(kind).resolve(path.getFileName());
  }

  private List<Path> children(String part) throws IOException {
    List<Path> children = new ArrayList<>();
    Path directory = cache.resolve(part);
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> list = Files.newDirectoryStream(directory)) {
        list.forEach(
            path -> {
              if (!path.getFileName().toString().startsWith(".")) {
                children.add(path);
              }
            });
      }
    }
    return children;
  }

  private static long size(Path path) throws IOException {
    long[] bytes = {0};
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // a build at work
            }
            throw e;
          }
        });
    return bytes[0];
  }
}
