package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One command over three branches with real kernels and boots: a series of three patches of which
 * the last fixes the crash, one that applies and crashes the kernel, one that only fuzz would let
 * in.
 */
class SeriesIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path SERIES = Path.of("src/test/resources/series").toAbsolutePath();

  @TempDir private Path scratch;

  @Test
  @Tag("slow") // six kernels are built, a few files of each
  void eachBranchHasItsOwnAnswer() throws Exception {
    Path said = scratch.resolve("said.txt");
    Path json = scratch.resolve("verify.json");
    List<String> argv =
        new ArrayList<>(
            List.of(
                HOME.resolve("straddle").toString(),
                "series",
                "verify",
                SERIES.resolve("fix").toString()));
    argv.addAll(List.of("--onto", "linux-6.12", "linux-6.12", "linux-6.12"));
    argv.addAll(List.of("--use", "linux-6.12-2=" + SERIES.resolve("crash")));
    argv.addAll(List.of("--use", "linux-6.12-3=" + SERIES.resolve("fuzz")));
    argv.addAll(List.of("--each-patch", "--json", "--runs", scratch.resolve("runs").toString()));
    Process process =
        new ProcessBuilder(argv)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(json.toFile())
            .redirectError(said.toFile())
            .start();
    assertThat(process.waitFor(40, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(1);

    JsonNode branches = new ObjectMapper().readTree(json.toFile()).get("branches");
    assertThat(words(branches))
        .isEqualTo(
            Map.of(
                "linux-6.12", "FIXED CLEAN",
                "linux-6.12-2", "NOT_FIXED CLEAN",
                "linux-6.12-3", "DOES_NOT_APPLY FUZZ"));
    assertThat(steps(branches.get(0)))
        .containsExactly(
            "1 false the bug shows, 1 of 1 false",
            "2 true the bug shows, 1 of 1 false",
            "2 false the bug shows, 1 of 1 false",
            "3 true does not apply false",
            "3 false passes, 1 of 1 true");
    assertThat(branches.get(1).get("guests").get(1).get("outcome").asText())
        .as("the control is broken by it")
        .isEqualTo("REGRESSED");
    assertThat(Files.readString(said)).contains("patch 3 and all before it: passes, 1 of 1: fixed");
  }

  private static Map<String, String> words(JsonNode branches) {
    return StreamSupport.stream(branches.spliterator(), false)
        .collect(
            Collectors.toMap(
                b -> b.get("branch").asText(),
                b -> b.get("word").asText() + " " + b.get("applies").asText()));
  }

  private static List<String> steps(JsonNode branch) {
    return StreamSupport.stream(branch.get("steps").spliterator(), false)
        .map(
            s ->
                s.get("patch").asText()
                    + " "
                    + s.get("alone").asText()
                    + " "
                    + s.get("effect").asText()
                    + " "
                    + s.get("fixes").asText())
        .toList();
  }
}
