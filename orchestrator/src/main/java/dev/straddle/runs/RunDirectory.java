package dev.straddle.runs;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.Digest;
import dev.straddle.model.CellId;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The directory of one run.
 *
 * <p>{@code plan.json} says what was to be done, {@code run.json} what came of it; {@code
 * cells/<cell>/} holds {@code observation.json} and {@code console.log} of each boot, {@code
 * attempts/} what earlier attempts at a cell left. Every file but the console appears whole or not
 * at all: it is written under another name, flushed to disk and renamed. So a run that was killed
 * holds every boot that had ended by then, and no run.json.
 *
 * <p>One process writes a run, which {@link RunLock} sees to; any number may read it meanwhile.
 */
public final class RunDirectory {

  /** The page, as a name for {@link #write(String, AtomicFiles.Content)}. */
  public static final String REPORT = "report/index.html";

  public static final String JUNIT = "junit.xml";
  public static final String SUMMARY = "summary.txt";

  private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  public static final String PLAN = "plan.json";
  public static final String RUN = "run.json";
  private static final String BOOTS = "boots.json";
  private static final String BISECTION = "bisection.json";
  static final String CELLS = "cells";
  private static final String ATTEMPTS = "attempts";
  private static final String OBSERVATION = "observation.json";

  /** One of them is in every such directory. */
  private static final List<String> RECORDS = List.of(PLAN, RUN, BISECTION, BOOTS);

  private final Path path;

  private RunDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes the directory of something that begins now, named after the time.
   *
   * @param what follows the time
   * @throws InfraException when the directory cannot be made
   */
  public static RunDirectory begin(Path root, String what) {
    return create(root, LocalDateTime.now().format(ID) + "-" + what);
  }

  /**
   * Makes the directory of a new run.
   *
   * @param id its name; when it is taken, {@code -2}, {@code -3} … is appended
   * @throws InfraException when the directory cannot be made
   */
  public static RunDirectory create(Path runsRoot, String id) {
    try {
      Files.createDirectories(runsRoot);
      for (int n = 1; ; n++) {
        try {
          Path path = runsRoot.resolve(n == 1 ? id : id + "-" + n);
          return new RunDirectory(Files.createDirectory(path).toAbsolutePath().normalize());
        } catch (FileAlreadyExistsException taken) {
          if (n == 1000) {
            throw taken;
          }
        }
      }
    } catch (IOException e) {
      throw cannotWrite(runsRoot.resolve(id), e);
    }
  }

  /**
   * Opens a run, finished or not.
   *
   * @throws UnreadableRunException when the directory holds no run
   */
  public static RunDirectory open(Path path) {
    if (!Files.isDirectory(path)) {
      throw new UnreadableRunException("no run at " + path + ": there is no such directory");
    }
    if (!holdsRun(path)) {
      throw new UnreadableRunException(
          path + " is no run: it holds neither " + PLAN + " nor " + RUN + " nor " + BOOTS);
    }
    return new RunDirectory(path.toAbsolutePath().normalize());
  }

  /** Whether a directory holds a run, finished or not; an empty one does not. */
  static boolean holdsRun(Path path) {
    return RECORDS.stream().anyMatch(file -> Files.exists(path.resolve(file)));
  }

  /** Takes the directory away again while there is nothing in it. */
  public void forget() {
    path.toFile().delete();
  }

  /** Absolute. */
  public Path path() {
    return path;
  }

  /** The run's name: that of its directory. */
  public String id() {
    return path.getFileName().toString();
  }

  /**
   * The directory of one cell, made when absent.
   *
   * @throws InfraException when it cannot be made
   */
  public Path cell(CellId cell) {
    Path directory = cellPath(cell);
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw cannotWrite(directory, e);
    }
  }

  /**
   * Makes way for another boot of that cell: what an earlier attempt left goes to {@code
   * attempts/<cell>.<n>}, n counting from 1.
   *
   * @throws InfraException when it cannot be moved
   */
  public void setAside(CellId cell) {
    Path directory = cellPath(cell);
    if (!Files.exists(directory)) {
      return;
    }
    Path attempts = path.resolve(ATTEMPTS);
    try {
      Files.createDirectories(attempts);
      int n = 1 + setAsideBefore(cell);
      Files.move(directory, attempts.resolve(cell.directoryName() + "." + n));
    } catch (IOException e) {
      throw cannotWrite(attempts, e);
    }
  }

  /** How many attempts at a cell were set aside. */
  public int setAsideBefore(CellId cell) {
    int n = 0;
    while (Files.exists(path.resolve(ATTEMPTS).resolve(cell.directoryName() + "." + (n + 1)))) {
      n++;
    }
    return n;
  }

  public void write(RunPlan plan) {
    write(PLAN, out -> out.write(Json.write(plan)));
  }

  public void write(RunRecord run) {
    write(RUN, out -> out.write(Json.write(run)));
  }

  public void write(BootsRecord boots) {
    write(BOOTS, out -> out.write(Json.write(boots)));
  }

  public void write(NightRecord night) {
    write(NightRecord.FILE, out -> out.write(Json.write(night)));
  }

  public void write(Observation observation) {
    Path file = cell(observation.cell()).resolve(OBSERVATION);
    write(path.relativize(file).toString(), out -> out.write(Json.write(observation)));
  }

  /**
   * Writes a file of the run as UTF-8, whole or not at all.
   *
   * @param name path within the run
   * @throws InfraException when the disk does not take it; a former file of that name remains
   */
  public void write(String name, AtomicFiles.Content content) {
    Path place = path.resolve(name);
    try {
      AtomicFiles.replaceForGood(place, content);
    } catch (IOException e) {
      throw cannotWrite(place, e);
    }
  }

  /** What the run set out to do; empty when it was killed before it could say. */
  public Optional<RunPlan> plan() {
    return read(path.resolve(PLAN), RunPlan.class, RunPlan.SCHEMA);
  }

  /** What the boots were for; empty when it is a run of a matrix. */
  public Optional<BootsRecord> boots() {
    return read(path.resolve(BOOTS), BootsRecord.class, BootsRecord.SCHEMA);
  }

  /** What makes it a night's run; empty when it is none. */
  public Optional<NightRecord> night() {
    return read(path.resolve(NightRecord.FILE), NightRecord.class, NightRecord.SCHEMA);
  }

  /** What came of the run; empty when it was killed, or is still going on. */
  public Optional<RunRecord> record() {
    return read(path.resolve(RUN), RunRecord.class, RunRecord.SCHEMA);
  }

  /** The boot of one cell; empty when it has not ended. */
  public Optional<Observation> observation(CellId cell) {
    return boot(cellPath(cell));
  }

  /**
   * The same, checked: it is of that cell's kernel, and nobody has changed it.
   *
   * @param digest what the run's own record says of the file; empty where it says nothing
   * @throws UnreadableRunException when it is another
   */
  public Optional<Observation> observation(CellId cell, Optional<String> digest) {
    Optional<Observation> boot = observation(cell);
    if (boot.isPresent()) {
      Path file = cellPath(cell).resolve(OBSERVATION);
      KernelArtifact kernel = boot.get().kernel();
      if (!kernel.kernel().equals(cell.kernel()) || !kernel.variant().equals(cell.variant())) {
        throw new UnreadableRunException(
            file + " is of the kernel " + kernel.kernel() + "/" + kernel.variant());
      }
      if (digest.isPresent() && !digest.get().equals(digestOf(file))) {
        throw new UnreadableRunException(file + " was changed after the run");
      }
    }
    return boot;
  }

  /** Digests of the records of these cells' boots, by the names of their directories. */
  public Map<String, String> digests(Collection<CellId> cells) {
    Map<String, String> digests = new LinkedHashMap<>();
    for (CellId cell : cells) {
      Path file = cellPath(cell).resolve(OBSERVATION);
      if (Files.isRegularFile(file)) {
        digests.put(cell.directoryName(), digestOf(file));
      }
    }
    return digests;
  }

  private static String digestOf(Path file) {
    try {
      return Digest.ofFile(file);
    } catch (IOException e) {
      throw new UnreadableRunException("cannot read " + file + ": " + e, e);
    }
  }

  /** Two directories with the record of one cell would count its boot twice. */
  private static Optional<Observation> boot(Path directory) {
    Path file = directory.resolve(OBSERVATION);
    Optional<Observation> boot = read(file, Observation.class, Observation.SCHEMA);
    if (boot.isPresent() && !directory.endsWith(boot.get().cell().directoryName())) {
      throw new UnreadableRunException(file + " is the record of " + boot.get().cell());
    }
    return boot;
  }

  /** When the boot of a cell was and how long it took; empty when it has not ended. */
  public Optional<BootTimes> times(CellId cell) {
    return BootTimes.in(cellPath(cell).resolve(OBSERVATION));
  }

  /** The cells that a boot has left a record of, whatever it is worth. */
  public List<CellId> booted() {
    return CellDirectories.with(OBSERVATION, path.resolve(CELLS));
  }

  /**
   * Every boot that ended: in the order of the plan, others behind it by name.
   *
   * @throws UnreadableRunException when one of them is damaged
   */
  public List<Observation> observations() {
    return observations(
        damaged -> {
          throw damaged;
        });
  }

  /** The same, less those that are damaged: they cost their own cells alone. */
  public List<Observation> readableObservations() {
    return observations(damaged -> {});
  }

  private List<Observation> observations(Consumer<UnreadableRunException> onDamage) {
    Set<Path> directories = new LinkedHashSet<>();
    plan()
        .map(RunPlan::cells)
        .or(() -> record().map(RunRecord::cells))
        .orElse(List.of())
        .forEach(cell -> directories.add(cellPath(cell)));
    directories.addAll(CellDirectories.in(path.resolve(CELLS)));
    List<Observation> observations = new ArrayList<>();
    for (Path directory : directories) {
      try {
        boot(directory).ifPresent(observations::add);
      } catch (UnreadableRunException e) {
        onDamage.accept(e);
      }
    }
    return List.copyOf(observations);
  }

  /**
   * The console of a boot, raw; empty when there is none.
   *
   * @throws UnreadableRunException when the file is there and cannot be opened
   */
  public Optional<InputStream> console(Observation observation) {
    Path directory = cellPath(observation.cell());
    Path file = directory.resolve(observation.console().file()).normalize();
    if (!directory.equals(file.getParent())) {
      throw new UnreadableRunException(
          "the console of " + observation.cell() + " lies outside its cell: " + file);
    }
    try {
      refuseDevices(file);
      return Optional.of(Files.newInputStream(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UnreadableRunException("cannot read " + file + ": " + e, e);
    }
  }

  private Path cellPath(CellId cell) {
    return path.resolve(CELLS).resolve(cell.directoryName());
  }

  /** A record may come from anywhere, and a pipe or a device in it would be read for ever. */
  private static void refuseDevices(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is no regular file");
    }
  }

  private static <T> Optional<T> read(Path file, Class<T> type, int newest) {
    try {
      refuseDevices(file);
      return Optional.of(Json.read(file, Files.readAllBytes(file), type, newest));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UnreadableRunException("cannot read " + file + ": " + e, e);
    }
  }

  private static InfraException cannotWrite(Path file, IOException cause) {
    return new InfraException(
        "cannot write " + file + ": " + cause.getMessage(),
        "make room and go on with straddle run --resume, or give another place for runs",
        cause);
  }
}
