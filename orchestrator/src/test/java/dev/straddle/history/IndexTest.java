package dev.straddle.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Outcome;
import dev.straddle.model.RunRecord;
import dev.straddle.report.SampleRun;
import dev.straddle.runs.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexTest {

  @TempDir private Path runs;

  private RunDirectory run(String id) {
    RunDirectory directory = RunDirectory.create(runs, id);
    RunRecord record = SampleRun.fixed();
    SampleRun.observations(record).forEach(directory::write);
    directory.write(record);
    return directory;
  }

  private List<String> refresh() {
    try (Index index = Index.open(runs)) {
      return index.refresh();
    }
  }

  @Test
  void holdsWhatTheRunsSay() {
    run("20260101-120000-pgd-sync");
    try (Index index = Index.open(runs)) {
      assertThat(index.refresh()).isEmpty();
      List<BootRow> rows = index.since(Instant.EPOCH);
      assertThat(rows).extracting(BootRow::outcome).containsOnly(Outcome.OOPS, Outcome.PASS);
      BootRow oops =
          rows.stream().filter(r -> r.outcome() == Outcome.OOPS).findFirst().orElseThrow();
      assertThat(oops.failure().orElseThrow().title()).contains("__init_zone_device_page");
      assertThat(index.of("linux-6.12", "unpatched", "pgd-straddle")).containsExactly(oops);
      assertThat(oops.took()).isPresent();
    }
  }

  @Test
  void aRunThatIsGoneIsForgottenAndAChangedOneReadAgain() throws IOException {
    Path first = run("first").path();
    run("second");
    refresh();
    try (var files = Files.walk(first)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Path record = runs.resolve("second/run.json");
    Files.writeString(record, "{\"schema\": 1, \"id\"");
    Files.setLastModifiedTime(record, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    assertThat(refresh()).singleElement().asString().startsWith("second: ");
    try (Index index = Index.open(runs)) {
      assertThat(index.runs()).containsExactly("second");
      assertThat(index.since(Instant.EPOCH)).isEmpty();
    }
  }

  @Test
  void aPassThatItsOwnClaimsContradictIsNotTakenIn() throws IOException {
    Path record = run("edited").path().resolve("run.json");
    Files.writeString(record, Files.readString(record).replace("\"OOPS\"", "\"PASS\""));
    assertThat(refresh()).singleElement().asString().contains("against its own claims");
  }

  @Test
  void anIndexOfAnotherVersionIsMadeAnew() throws SQLException {
    run("first");
    refresh();
    String url = "jdbc:sqlite:" + runs.resolve(Index.FILE);
    try (Connection index = DriverManager.getConnection(url);
        Statement pragma = index.createStatement()) {
      pragma.execute("PRAGMA user_version = " + (Index.VERSION + 1));
    }
    refresh();
    try (Index index = Index.open(runs)) {
      assertThat(index.since(Instant.EPOCH)).hasSize(4);
    }
  }

  @Test
  void severalMayRefreshAtOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      run("run-" + i);
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<List<String>> refresh = this::refresh;
      for (Future<List<String>> done :
          threads.invokeAll(List.of(refresh, refresh, refresh, refresh))) {
        assertThat(done.get()).isEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
    try (Index index = Index.open(runs)) {
      assertThat(index.since(Instant.EPOCH)).hasSize(20);
    }
  }
}
