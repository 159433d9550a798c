package dev.straddle.history;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.FileTrouble;
import dev.straddle.disk.HeldLock;
import dev.straddle.model.InfraException;
import dev.straddle.runs.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All that people have said of the regressions of one name, in order: the one thing beside run
 * directories that the history of nights rests on.
 */
public final class SaidFile {

  private static final int SCHEMA = 1;

  private final Path file;

  /**
   * @param nights the directory of the nights' own files
   * @param name of the nights
   */
  public SaidFile(Path nights, String name) {
    this.file = nights.resolve(name).resolve("said.json");
  }

  private record Content(int schema, List<Said> said) {
    private Content {
      said = List.copyOf(said);
    }
  }

  /** Everything so far; nothing where nobody has said anything. */
  public List<Said> all() {
    try {
      return Json.read(file, Files.readAllBytes(file), Content.class, SCHEMA).said();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** Adds one; it is there whole or not at all. */
  @SuppressWarnings("try") // the lock is held, not spoken to
  public void add(Said said) throws InterruptedException {
    try (HeldLock held = HeldLock.acquire(file.resolveSibling("said.lock"), () -> {})) {
      List<Said> more = new ArrayList<>(all());
      more.add(said);
      AtomicFiles.replaceForGood(file, out -> out.write(Json.write(new Content(SCHEMA, more))));
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  private InfraException trouble(IOException e) {
    return new InfraException(
        "cannot use " + file + ": " + FileTrouble.why(e), "look at the directory", e);
  }
}
