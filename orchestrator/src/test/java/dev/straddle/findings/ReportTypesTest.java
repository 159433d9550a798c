package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.ReportTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTypesTest {

  private static final Path RULES = Path.of("src/main/resources/dev/straddle/findings/rules");
  private static final Pattern TYPE = Pattern.compile("\\btype: '?([\\w^{}-]+)");
  private static final String ACCESS = "{access^}";

  @Test
  void symptomsKnowTheTypesOfAllRulesAndNoOthers() throws IOException {
    TreeSet<String> types = new TreeSet<>();
    try (Stream<Path> files = Files.walk(RULES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        TYPE.matcher(Files.readString(file))
            .results()
            .map(type -> type.group(1))
            .flatMap(ReportTypesTest::written)
            .forEach(types::add);
      }
    }
    assertThat(new TreeSet<>(ReportTypes.ALL)).isEqualTo(types);
  }

  private static Stream<String> written(String type) {
    return type.contains("{")
        ? Stream.of("READ", "WRITE").map(access -> type.replace(ACCESS, access))
        : Stream.of(type.replaceAll("[}^]+$", ""));
  }
}
