package dev.straddle.history;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.RunRecord;
import dev.straddle.model.RunVerdict;
import dev.straddle.report.SampleRun;
import dev.straddle.runs.NightRecord;
import dev.straddle.runs.RunDirectory;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How long the index of many boots takes to make and to ask.
 *
 * <p>Every run has the record and the observations of a real form; observations of all boots of a
 * night are one file with many names, so what is measured is the reading and not the disk.
 */
final class IndexTiming {

  private static final int TESTS = 48;

  private IndexTiming() {}

  /**
   * @param args an empty directory, how many runs, and how many boots each has; a file to stand for
   *     every observation, if one is at hand
   */
  public static void main(String[] args) throws IOException {
    Path runs = Files.createDirectories(Path.of(args[0]));
    int many = Integer.parseInt(args[1]);
    int boots = Integer.parseInt(args[2]);
    Path observation = args.length > 3 ? Path.of(args[3]) : observation(runs.resolveSibling("o"));
    for (int n = 0; n < many; n++) {
      make(runs, n, boots, observation);
    }
    try (Index index = Index.open(runs)) {
      time("rebuilt", () -> index.refresh());
      System.out.println(index.boots() + " boots of " + index.runs().size() + " runs");
      time("refreshed, nothing new", () -> index.refresh());
      time("one test", () -> index.of("linux-6.12", "patched", "guest-7"));
      time("one run", () -> index.ofRun("night-%04d".formatted(many / 2)));
      time("all boots of a week", () -> index.since(Instant.EPOCH.plus(Duration.ofDays(many - 7))));
      time("all nights folded", () -> Chronicle.of(index, runs, "n", List.of(), Rules.USUAL));
    }
  }

  private static void time(String what, Runnable question) {
    long began = System.nanoTime();
    question.run();
    System.out.printf(Locale.ROOT, "%-24s %8.0f ms%n", what, (System.nanoTime() - began) / 1e6);
  }

  private static Path observation(Path directory) {
    RunRecord record = SampleRun.fixed();
    RunDirectory run = RunDirectory.create(directory, "o");
    SampleRun.observations(record).stream().limit(1).forEach(run::write);
    return run.path()
        .resolve("cells")
        .resolve(record.cells().get(0).directoryName())
        .resolve("observation.json");
  }

  /** The observation as one of that night. */
  private static Path dated(Path observation, Instant night, RunDirectory run) throws IOException {
    String text = Files.readString(observation);
    String dated =
        text.replaceFirst("\"started\"\\s*:\\s*\"[^\"]*\"", "\"started\":\"" + night + "\"");
    if (dated.equals(text)) {
      throw new IllegalArgumentException(observation + " has no 'started'");
    }
    return Files.writeString(run.path().resolve("observation-of-the-night.json"), dated);
  }

  private static void make(Path runs, int number, int boots, Path observation) throws IOException {
    RunDirectory run = RunDirectory.create(runs, "night-%04d".formatted(number));
    Instant start = Instant.EPOCH.plus(Duration.ofDays(number));
    RunRecord sample = SampleRun.fixed();
    List<CellVerdict> verdicts = new ArrayList<>();
    Path original = dated(observation, start, run);
    for (int i = 0; i < boots; i++) {
      CellVerdict like = sample.verdict().cells().get(i % 40 == 0 ? 0 : 1);
      CellId cell =
          new CellId(
              "linux-6.12", "patched", "guest-" + i % TESTS, 1 + i / TESTS, Optional.empty());
      verdicts.add(
          new CellVerdict(cell, like.outcome(), like.reason(), like.findings(), like.proofs()));
      Path file = run.cell(cell).resolve("observation.json");
      try {
        Files.createLink(file, original);
      } catch (FileSystemException e) { // a file has no more names than the file system allows
        original = Files.copy(original, file);
      }
    }
    NightRecord night = NightRecord.beginning("n", start, start, List.of());
    run.write(night.over(start, List.of(), List.of()));
    run.write(
        new RunRecord(
            RunRecord.SCHEMA,
            run.id(),
            sample.matrix(),
            start,
            start,
            sample.straddleVersion(),
            sample.host(),
            verdicts.stream().map(CellVerdict::cell).toList(),
            sample.kernels(),
            List.of(),
            List.of(),
            new RunVerdict(verdicts, List.of(), "", 0),
            Map.of()));
  }
}
