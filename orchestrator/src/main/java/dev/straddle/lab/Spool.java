package dev.straddle.lab;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.FileTrouble;
import dev.straddle.disk.HeldLock;
import dev.straddle.model.InfraException;
import dev.straddle.runs.Json;
import dev.straddle.runs.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder through which a lab and its workers speak: tasks go in, results come out, each file
 * whole or not at all.
 *
 * @param path on a file system that all nodes share, of this lab alone
 */
record Spool(Path path) {

  private static final String JSON = ".json";

  /** How long what a lab left is kept, for people: who goes on with its run makes it anew. */
  private static final Duration KEPT = Duration.ofDays(2);

  /** Makes it. */
  static Spool create(Path path) {
    Spool spool = new Spool(path.toAbsolutePath().normalize());
    try {
      for (Path part : new Path[] {spool.tasks(), spool.results(), spool.cancelled()}) {
        Files.createDirectories(part);
      }
      return spool;
    } catch (IOException e) {
      throw trouble("make", path, e);
    }
  }

  /**
   * Keeps other labs of the same name away until it is closed.
   *
   * @throws InfraException when one is at work
   */
  HeldLock alone() {
    return RunLock.hold(lockOfLab(), path);
  }

  /** Lets other labs of the same name in. */
  void letGo(HeldLock alone) {
    try (alone) {
      Files.deleteIfExists(lockOfLab());
    } catch (IOException e) {
      throw trouble("let go of", path, e);
    }
  }

  /** Beside the folder, which comes and goes. */
  private Path lockOfLab() {
    return path.resolveSibling(path.getFileName() + ".lock");
  }

  Path tasks() {
    return path.resolve("tasks");
  }

  Path results() {
    return path.resolve("results");
  }

  private Path cancelled() {
    return path.resolve("cancelled");
  }

  Path task(String name) {
    return tasks().resolve(name + JSON);
  }

  Path result(String key) {
    return results().resolve(key + JSON);
  }

  /** What whoever does this job holds; a cell has one record, whatever attempt it is. */
  Path lock(Job job) {
    String of =
        job instanceof Job.OnMachine machine
            ? machine.cell().directoryName()
            : WorkFile.Item.of(job).key();
    return path.resolve("locks").resolve(of);
  }

  /** Leaves the result of a job; what was not done leaves none: somebody else may do it. */
  void keep(Answer answer, String node, Duration took) {
    if (!(answer instanceof Answer.NotDone)) {
      write(
          result(WorkFile.Item.of(answer.job()).key()),
          Json.write(WorkFile.Result.of(answer, node, took)));
    }
  }

  boolean isFinished(String key) {
    return Files.exists(result(key));
  }

  /** Keys of all results that are there. */
  Set<String> finished() {
    Set<String> keys = new HashSet<>();
    try (Stream<Path> files = Files.list(results())) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(JSON))
          .forEach(name -> keys.add(name.substring(0, name.length() - JSON.length())));
      return keys;
    } catch (IOException e) {
      throw trouble("list", results(), e);
    }
  }

  WorkFile.Result read(String key) {
    return read(result(key), WorkFile.Result.class);
  }

  /** A worker that has not come to this item yet will leave it out. */
  void cancel(String key) {
    write(cancelled().resolve(key), "");
  }

  boolean isCancelled(String key) {
    return Files.exists(cancelled().resolve(key));
  }

  /** Takes out of the way what was left of an item, so that it can be done again. */
  void forget(String key) {
    try {
      Files.deleteIfExists(result(key));
      Files.deleteIfExists(cancelled().resolve(key));
    } catch (IOException e) {
      throw trouble("delete", result(key), e);
    }
  }

  /** Deletes what other labs left beside it that were killed long ago. */
  void sweep() {
    Instant old = Instant.now().minus(KEPT);
    try (Stream<Path> labs = Files.list(path.getParent())) {
      for (Path lab : labs.filter(Files::isDirectory).toList()) {
        Spool other = new Spool(lab);
        if (!lab.equals(path)
            && Files.isDirectory(other.tasks())
            && Files.getLastModifiedTime(lab).toInstant().isBefore(old)) {
          other.deleteUnlessAtWork();
        }
      }
    } catch (IOException e) {
      throw trouble("look beside", path, e);
    }
  }

  private void deleteUnlessAtWork() throws IOException {
    Optional<HeldLock> alone = HeldLock.tryAcquire(lockOfLab());
    if (alone.isPresent()) {
      delete();
      letGo(alone.get());
    }
  }

  /** Deletes all of it; what cannot be deleted stays. */
  void delete() {
    try {
      AtomicFiles.delete(path);
    } catch (IOException e) {
      return; // a worker that is being stopped still writes
    }
  }

  static <T> T read(Path file, Class<T> type) {
    return readIfPresent(file, type)
        .orElseThrow(() -> new InfraException(file + " is gone", "look at the file system"));
  }

  private static <T> Optional<T> readIfPresent(Path file, Class<T> type) {
    try {
      return Files.exists(file)
          ? Optional.of(Json.read(file, Files.readAllBytes(file), type, WorkFile.SCHEMA))
          : Optional.empty();
    } catch (IOException e) {
      throw trouble("read", file, e);
    }
  }

  /** Writes a file whole or not at all. */
  static void write(Path file, String text) {
    try {
      AtomicFiles.replaceForGood(file, out -> out.write(text));
    } catch (IOException e) {
      throw trouble("write", file, e);
    }
  }

  private static InfraException trouble(String what, Path file, IOException e) {
    return new InfraException(
        "cannot " + what + " " + file + ": " + FileTrouble.why(e),
        "look at the shared file system",
        e);
  }
}
