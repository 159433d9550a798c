package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logs written by hand, in the wordings of many architectures and of kernels since 2.4, and mails
 * that speak of crashes without holding one. The titles expected stand before each.
 */
class WordingFilesTest {

  private static final Path FOLDER = Path.of("src/test/resources/wordings");
  private static final String MARK = "(?m)^=== ";

  static Stream<Arguments> logs() throws IOException {
    Stream.Builder<Arguments> logs = Stream.builder();
    for (String name :
        new String[] {"architectures", "old-and-rare", "mails", "pastes", "no-crash"}) {
      String text = Files.readString(FOLDER.resolve(name + ".txt"));
      Arrays.stream(text.split(MARK))
          .filter(log -> !log.isEmpty())
          .map(log -> log.split("\n", 2))
          .forEach(log -> logs.add(Arguments.of(log[0], log[1])));
    }
    return logs.build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("logs")
  void isNamed(String titles, String log) {
    assertThat(LogReport.parse(log.getBytes(StandardCharsets.UTF_8)))
        .extracting(Finding::title)
        .containsExactly(titles.equals("nothing") ? new String[0] : titles.split(" \\| "));
  }
}
