package dev.straddle.history;

import dev.straddle.model.CellId;
import dev.straddle.model.InfraException;
import dev.straddle.model.Outcome;
import dev.straddle.runs.NightRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.UnreadableRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The index of all boots below a directory of runs: {@code history.sqlite} there.
 *
 * <p>Derived: run directories are the truth, and a lost or older index is made anew from them.
 * Several processes may open it; one that writes holds the others up for as long as one run takes.
 */
public final class Index implements AutoCloseable {

  public static final String FILE = "history.sqlite";

  /** Raised with any change of the tables; an index of another version is made anew. */
  static final int VERSION = 2;

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE run (
            id TEXT PRIMARY KEY,
            changed INTEGER NOT NULL,
            trouble TEXT,
            night TEXT)
          """,
          """
          CREATE TABLE boot (
            run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            cell TEXT NOT NULL,
            kernel TEXT NOT NULL,
            variant TEXT NOT NULL,
            guest TEXT NOT NULL,
            config TEXT NOT NULL,
            version TEXT NOT NULL,
            outcome TEXT NOT NULL,
            at INTEGER NOT NULL,
            title TEXT,
            functions TEXT,
            took INTEGER,
            guest_time INTEGER,
            PRIMARY KEY (run, place)) WITHOUT ROWID
          """,
          "CREATE INDEX boot_of_test ON boot (kernel, variant, guest, at)",
          "CREATE INDEX boot_at ON boot (at)");

  private final Path runs;
  private final Handle handle;

  private Index(Path runs, Handle handle) {
    this.runs = runs;
    this.handle = handle;
  }

  /**
   * Opens the index of a directory of runs, making it when it is absent or of another version.
   *
   * @throws InfraException when it cannot be opened or written
   */
  public static Index open(Path runs) {
    Path file = runs.resolve(FILE);
    try {
      Files.createDirectories(runs);
      SQLiteConfig config = new SQLiteConfig();
      // Not WAL: it does not work across machines, and switching to it cannot be waited for.
      config.setJournalMode(SQLiteConfig.JournalMode.TRUNCATE);
      config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
      config.setBusyTimeout((int) DEADLINE.toMillis());
      config.enforceForeignKeys(true);
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      SQLiteDataSource source = new SQLiteDataSource(config);
      source.setUrl("jdbc:sqlite:" + file);
      Index index = new Index(runs, Jdbi.open(source));
      index.migrate();
      return index;
    } catch (IOException | JdbiException e) {
      throw IndexTrouble.with(file, e);
    }
  }

  private void migrate() {
    handle.useTransaction(
        tx -> {
          int found = tx.createQuery("PRAGMA user_version").mapTo(Integer.class).one();
          if (found == VERSION) {
            return;
          }
          for (String table : List.of("boot", "run")) {
            tx.execute("DROP TABLE IF EXISTS " + table);
          }
          TABLES.forEach(tx::execute);
          tx.execute("PRAGMA user_version = " + VERSION);
        });
  }

  /** Opens the index and takes in what is new; runs that cannot be read are left out. */
  public static Index upToDate(Path runs) {
    Index index = open(runs);
    try {
      index.refresh();
      return index;
    } catch (RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /**
   * Takes in every run that is new or has changed since, and forgets those that are gone.
   *
   * @return the runs that could not be read, with the reason, each on one line
   * @throws InfraException when the index cannot be written
   */
  public List<String> refresh() {
    List<Path> present = directories();
    return ask(
        index -> {
          forgetAllBut(present);
          present.forEach(this::take);
          return index
              .createQuery(
                  "SELECT id || ': ' || trouble FROM run WHERE trouble IS NOT NULL ORDER BY id")
              .mapTo(String.class)
              .list();
        });
  }

  /** Forgets everything, so that the next {@link #refresh} reads every run again. */
  public void clear() {
    ask(index -> index.execute("DELETE FROM run"));
  }

  private <T> T ask(Function<Handle, T> question) {
    try {
      return question.apply(handle);
    } catch (JdbiException e) {
      throw IndexTrouble.with(runs.resolve(FILE), e);
    }
  }

  private List<Path> directories() {
    try (Stream<Path> all = Files.list(runs)) {
      return all.filter(path -> Files.exists(path.resolve("run.json"))).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new InfraException("cannot list " + runs + ": " + e, "look at the directory", e);
    }
  }

  private void forgetAllBut(List<Path> present) {
    Set<String> names =
        Set.copyOf(present.stream().map(path -> path.getFileName().toString()).toList());
    List<String> known = handle.createQuery("SELECT id FROM run").mapTo(String.class).list();
    for (String id : known) {
      if (!names.contains(id)) {
        handle.execute("DELETE FROM run WHERE id = ?", id);
      }
    }
  }

  private void take(Path directory) {
    String id = directory.getFileName().toString();
    long changed = changed(directory);
    Optional<Long> known =
        handle
            .createQuery("SELECT changed FROM run WHERE id = :id")
            .bind("id", id)
            .mapTo(Long.class)
            .findOne();
    if (known.equals(Optional.of(changed))) {
      return;
    }
    List<BootRow> rows = new ArrayList<>();
    String trouble = null;
    String night = null;
    try {
      RunDirectory run = RunDirectory.open(directory);
      night = run.night().map(NightRecord::name).orElse(null);
      rows.addAll(RunRows.of(run));
    } catch (UnreadableRunException e) {
      trouble = String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }
    write(id, changed, trouble, night, rows);
  }

  private static long changed(Path directory) {
    try {
      return Files.getLastModifiedTime(directory.resolve("run.json")).toMillis();
    } catch (IOException e) {
      return -1; // gone since it was listed: it is read as what it then is
    }
  }

  private void write(String id, long changed, String trouble, String night, List<BootRow> rows) {
    handle.useTransaction(
        tx -> {
          tx.execute("DELETE FROM run WHERE id = ?", id);
          tx.execute(
              "INSERT INTO run (id, changed, trouble, night) VALUES (?, ?, ?, ?)",
              id,
              changed,
              trouble,
              night);
          PreparedBatch batch =
              tx.prepareBatch(
                  "INSERT INTO boot VALUES (:run, :place, :cell, :kernel, :variant, :guest,"
                      + " :config, :version, :outcome, :at, :title, :functions, :took,"
                      + " :guestTime)");
          for (int place = 0; place < rows.size(); place++) {
            bind(batch, place, rows.get(place));
          }
          if (!rows.isEmpty()) {
            batch.execute();
          }
        });
  }

  private static void bind(PreparedBatch batch, int place, BootRow row) {
    batch
        .bind("run", row.run())
        .bind("place", place)
        .bind("cell", row.cell().toString())
        .bind("kernel", row.cell().kernel())
        .bind("variant", row.cell().variant())
        .bind("guest", row.test().guest())
        .bind("config", row.config())
        .bind("version", row.kernelVersion())
        .bind("outcome", row.outcome().name())
        .bind("at", row.at().toEpochMilli())
        .bind("title", row.failure().map(FailureKey::title).orElse(null))
        .bind("functions", row.failure().map(f -> String.join("\n", f.functions())).orElse(null))
        .bind("took", row.took().map(Duration::toMillis).orElse(null))
        .bind("guestTime", row.guestTime().map(Duration::toNanos).orElse(null))
        .add();
  }

  /**
   * What one run's directory says, without any index.
   *
   * @throws UnreadableRunException when the directory holds no run, or a damaged one
   */
  public static List<BootRow> rows(Path directory) {
    return RunRows.of(RunDirectory.open(directory));
  }

  /**
   * The boots of some time, oldest first.
   *
   * @param since the first moment that counts
   */
  public List<BootRow> since(Instant since) {
    return ask(
        index ->
            index
                .createQuery("SELECT * FROM boot WHERE at >= :at ORDER BY at, run, place")
                .bind("at", since.toEpochMilli())
                .map((found, context) -> row(found))
                .list());
  }

  /** The boots of one test, oldest first, whatever its configuration. */
  public List<BootRow> of(String kernel, String variant, String guest) {
    return ask(
        index ->
            index
                .createQuery(
                    "SELECT * FROM boot WHERE kernel = :kernel AND variant = :variant AND guest = :guest"
                        + " ORDER BY at, run, place")
                .bind("kernel", kernel)
                .bind("variant", variant)
                .bind("guest", guest)
                .map((found, context) -> row(found))
                .list());
  }

  /** The runs of the nights of a name, oldest first. */
  public List<String> nights(String name) {
    return ask(
        index ->
            index
                .createQuery(
                    "SELECT id FROM run WHERE night = :name AND trouble IS NULL ORDER BY id")
                .bind("name", name)
                .mapTo(String.class)
                .list());
  }

  /** How many boots there are. */
  public long boots() {
    return ask(index -> index.createQuery("SELECT COUNT(*) FROM boot").mapTo(Long.class).one());
  }

  /** The names of all nights. */
  public List<String> nightNames() {
    return ask(
        index ->
            index
                .createQuery(
                    "SELECT DISTINCT night FROM run WHERE night IS NOT NULL ORDER BY night")
                .mapTo(String.class)
                .list());
  }

  /** The boots of one run, in the order of its plan. */
  public List<BootRow> ofRun(String id) {
    return ask(
        index ->
            index
                .createQuery("SELECT * FROM boot WHERE run = :id ORDER BY place")
                .bind("id", id)
                .map((found, context) -> row(found))
                .list());
  }

  /** The runs, by name, and so by the time of their start. */
  public List<String> runs() {
    return ask(
        index -> index.createQuery("SELECT id FROM run ORDER BY id").mapTo(String.class).list());
  }

  private static BootRow row(ResultSet found) throws SQLException {
    String title = found.getString("title");
    String functions = found.getString("functions");
    return new BootRow(
        found.getString("run"),
        CellId.parse(found.getString("cell")),
        found.getString("config"),
        found.getString("version"),
        Outcome.valueOf(found.getString("outcome")),
        Instant.ofEpochMilli(found.getLong("at")),
        title == null
            ? Optional.empty()
            : Optional.of(
                new FailureKey(
                    title, functions.isEmpty() ? List.of() : List.of(functions.split("\n")))),
        optional(found, "took").map(Duration::ofMillis),
        optional(found, "guest_time").map(Duration::ofNanos));
  }

  private static Optional<Long> optional(ResultSet found, String column) throws SQLException {
    long value = found.getLong(column);
    return found.wasNull() ? Optional.empty() : Optional.of(value);
  }

  @Override
  public void close() {
    handle.close();
  }
}
