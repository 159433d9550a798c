package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole files that are no specification at all, some of them meant to do harm. */
class HostileFilesTest {

  @TempDir Path root;

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void areOneClearProblem(String name, byte[] content, String expected) throws IOException {
    Path file = root.resolve("guest-configs/odd.yaml");
    Files.createDirectories(file.getParent());
    Files.write(file, content);

    Catalogue catalogue = Specs.load(root);

    assertThat(catalogue.guest("odd")).isEmpty();
    assertThat(Specs.problems(catalogue))
        .first()
        .satisfies(
            p -> assertThat(p.toString().substring(file.toString().length())).startsWith(expected));
  }

  static Stream<Arguments> areOneClearProblem() {
    return Stream.of(
        odd("empty", "", ":1:1: the file is empty"),
        odd("only a comment", "# later\n", ":1:1: the file is empty"),
        odd("a list", "- a\n- b\n", ":1:1: expects fields, as in 'name: value', not a list"),
        odd("a word", "guest\n", ":1:1: expects fields, as in 'name: value', not a single value"),
        odd(
            "two documents",
            "a: 1\n---\nb: 2\n",
            ":2:1: not valid YAML: expected a single document"),
        odd("a list as a key", "? [a, b]\n: 1\n", ":1:1: 'description' is missing"),
        odd("control characters", "a: \u0007\n", ":1:1: special characters are not allowed"),
        odd("too deep", "a: " + "[".repeat(2000), ":1:1: Nesting Depth exceeded max 20"),
        odd("an alias bomb", bomb(), ":1:1: Number of aliases for non-scalar nodes exceeds"),
        odd(
            "an object to construct",
            "description: !!java.net.URL [http://localhost/]\n",
            ":1:14: not valid YAML: Global tag is not allowed"),
        odd("itself", "machine: &m {memory: *m}\n", ":1:1: 'description' is missing"),
        Arguments.of(
            "not UTF-8",
            "description: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1),
            ":1:1: the file is not UTF-8 text; save it as UTF-8"),
        Arguments.of(
            "too large",
            "# large\n".repeat(200_000).getBytes(StandardCharsets.UTF_8),
            ":1:1: the file is larger than 1 MiB"));
  }

  @Test
  void aFileNameMustBeAName() throws IOException {
    GoodFiles.writeTo(root);
    Files.copy(root.resolve(GoodFiles.GUEST), root.resolve("guest-configs/My Guest.yaml"));

    List<Problem> problems = Specs.problems(Specs.load(root));

    assertThat(problems)
        .singleElement()
        .satisfies(
            p -> assertThat(p.message()).startsWith("the file's name names what it describes"));
  }

  @Test
  void aFolderThatIsNotThereIsEmpty() {
    Catalogue catalogue = Specs.load(root.resolve("nowhere"));

    assertThat(catalogue.guests()).isEmpty();
    assertThat(Specs.problems(catalogue)).isEmpty();
  }

  private static String bomb() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    return text.toString();
  }

  private static Arguments odd(String name, String content, String expected) {
    return Arguments.of(name, content.getBytes(StandardCharsets.UTF_8), expected);
  }
}
