package dev.straddle.kernel.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How many objects a build will announce, for progress: what the last one in the same objects did.
 *
 * @param file where that is noted: the first build on a line, the last of the later ones on another
 */
public record ObjectCount(Path file) {

  /** Whole builds of 5.10 to 7.3 announced 2.4 to 2.8 objects for each option that is on. */
  private static final double OF_AN_OPTION = 2.6;

  /** What a series that touches much-used headers built again: 0.67 to 0.74 of the first build. */
  private static final double OF_THE_FIRST = 0.7;

  /**
   * The number to expect.
   *
   * @param options of the configuration to build
   */
  public long expected(Map<String, String> options) throws IOException {
    if (!Files.exists(file)) {
      long on = options.values().stream().filter(v -> v.equals("y") || v.equals("m")).count();
      return Math.round(on * OF_AN_OPTION);
    }
    List<String> counts = Files.readAllLines(file);
    return counts.size() > 1
        ? Long.parseLong(counts.get(1))
        : Math.round(Long.parseLong(counts.get(0)) * OF_THE_FIRST);
  }

  /** Notes what a build came to. */
  public void remember(long objects) throws IOException {
    String count = Long.toString(objects);
    Files.write(
        file,
        Files.exists(file) ? List.of(Files.readAllLines(file).get(0), count) : List.of(count));
  }
}
