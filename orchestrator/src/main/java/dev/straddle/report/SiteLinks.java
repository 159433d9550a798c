package dev.straddle.report;

import dev.straddle.history.TestId;
import dev.straddle.runs.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the pages of nights lie, and the pages of runs as seen from there. */
final class SiteLinks {

  private final Path directory;
  private final Path runs;
  private final Map<String, Optional<String>> known = new HashMap<>();

  SiteLinks(Path directory, Path runs) {
    this.directory = directory;
    this.runs = runs;
  }

  /** The page of a run, relative; empty where it has none any more. */
  Optional<String> run(String id) {
    return known.computeIfAbsent(
        id,
        run -> {
          Path page = runs.resolve(run).resolve(RunDirectory.REPORT);
          return Files.exists(page)
              ? Optional.of(directory.relativize(page).toString())
              : Optional.empty();
        });
  }

  static String page(TestId test) {
    return "test-" + test.toString().replaceAll("[^a-z0-9.-]+", "_") + ".html";
  }

  static String page(int regression) {
    return "regression-" + regression + ".html";
  }
}
