package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Consoles of real guests that crashed on purpose, recorded by src/test/consoles/record.sh.
 *
 * <p>expected.tsv has one row for each finding that a console must give, in order: console, kind,
 * type, {@code panicked} or {@code -}, title. A console whose only row is {@code nothing} is quiet.
 */
class ConsoleFixturesTest {

  private static final Path CONSOLES = Path.of("src/test/resources/consoles");

  @Test
  void everyConsoleGivesWhatAKernelDeveloperWouldSay() throws IOException {
    Map<String, List<String>> expected = expected();
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (String name : expected.keySet()) {
      List<String> rows = new ArrayList<>();
      for (Finding f : ConsoleFile.findings(CONSOLES.resolve(name + ".console"))) {
        rows.add(
            String.join(
                "\t", f.kind(), f.type(), f.aftermath().panicked() ? "panicked" : "-", f.title()));
      }
      found.put(name, rows);
    }
    assertThat(found).containsExactlyEntriesOf(expected);
  }

  @Test
  void everyConsoleHasExpectations() throws IOException {
    try (Stream<Path> files = Files.list(CONSOLES)) {
      List<String> names =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".console"))
              .map(f -> f.substring(0, f.length() - ".console".length()))
              .toList();
      assertThat(new TreeSet<>(names)).isEqualTo(new TreeSet<>(expected().keySet()));
    }
  }

  private static Map<String, List<String>> expected() throws IOException {
    Map<String, List<String>> expected = new LinkedHashMap<>();
    for (String row : Files.readAllLines(CONSOLES.resolve("expected.tsv"))) {
      if (row.startsWith("#")) {
        continue;
      }
      String[] cells = row.split("\t", 2);
      List<String> rows = expected.computeIfAbsent(cells[0], n -> new ArrayList<>());
      if (!cells[1].equals("nothing")) {
        rows.add(cells[1]);
      }
    }
    return expected;
  }
}
