package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest extends CommandTest {

  @TempDir Path directory;

  @Test
  void theUsualMatrixComesWithItsArithmetic() {
    assertThat(straddle("plan")).isZero();

    assertThat(out.toString())
        .contains("linux-6.12/unpatched@pgd-straddle")
        .contains("guest pgd-straddle: crash certain, expected FIXED")
        .contains("0x1fffe0000000-0x20001fffffff")
        .contains("469 NEW (0xffffea8000000000)")
        .contains("guest pgd-aligned: crash impossible, expected NOT_REPRODUCED");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void oneGuestCanBePlannedForOneKernel() {
    assertThat(straddle("plan", "kaslr-8tib", "--kernel", "linux-6.12/patched")).isZero();

    assertThat(out.toString())
        .contains("linux-6.12/patched@kaslr-8tib~12")
        .contains("a new one is needed with probability 27.9 %");
  }

  @Test
  void jsonHasTheCellsAndThePlans() throws IOException {
    assertThat(straddle("plan", "--json")).isZero();

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.at("/cells/0").asText()).isEqualTo("linux-6.12/unpatched@pgd-straddle");
    assertThat(json.at("/guests/0/guest").asText()).isEqualTo("pgd-straddle");
    assertThat(json.at("/guests/0/plan/pmem/0/newSlots/0").asInt()).isEqualTo(469);
  }

  @Test
  void aKernelThatDiffersIsNamed() {
    assertThat(straddle("plan", "stable")).isZero();

    assertThat(out.toString())
        .contains("linux-7.3/patched@pgd-aligned")
        .contains(
            "guest pgd-straddle: crash certain, expected FIXED, on linux-5.10 NOT_REPRODUCED");
  }

  @Test
  void anUnknownNameIsToldWhatThereIs() {
    assertThat(straddle("plan", "pgd-straddel")).isEqualTo(64);
    assertThat(err.toString())
        .startsWith("straddle: 'pgd-straddel' is neither a matrix nor a guest")
        .contains("  next: did you mean 'pgd-straddle'?");

    assertThat(straddle("plan", "nowhere.yaml")).isEqualTo(64);
    assertThat(straddle("plan", "pgd-straddle", "--kernel", "linux-6.12")).isEqualTo(64);
    assertThat(straddle("plan", "pgd-straddle", "--kernel", "linux-6.12/mended")).isEqualTo(64);
    assertThat(straddle("plan", "pgd-sync", "--kernel", "linux-6.12/patched")).isEqualTo(64);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theUsersMatrixMayLieAnywhereAndBeWrong() throws IOException {
    Path matrix = directory.resolve("mine.yaml");
    Files.writeString(
        matrix,
        """
        description: mine
        kernels: [linux-6.12]
        without: shipped
        with: patched
        guests: {mine: FIXED, pgd-aligned: NOT_REPRODUCED}
        crash: {titles: ['.*']}
        """);
    Files.createDirectories(directory.resolve("guest-configs"));
    Files.writeString(directory.resolve("guest-configs/probe.sh"), "exit 0\n");
    Path guest = directory.resolve("guest-configs/mine.yaml");
    String good =
        """
        description: my guest
        machine: {memory: 1GiB, max-memory: 40TiB}
        pmem: [{size: 1GiB, placement: {at: 0x20000000000}}]
        probe: probe.sh
        """;
    Files.writeString(guest, good);
    assertThat(straddle("plan", matrix.toString())).isZero();
    assertThat(out.toString()).contains("linux-6.12/shipped@mine").contains("my guest");

    Files.writeString(guest, good.replace("1GiB", "1GB").replace("probe.sh", "absent.sh"));
    assertThat(straddle("plan", matrix.toString())).isEqualTo(64);
    assertThat(err.toString().lines())
        .containsExactly(
            guest + ":2:19: '1GB' is no size; write a whole number and a unit, as in 1GiB",
            guest + ":3:15: '1GB' is no size; write a whole number and a unit, as in 1GiB",
            guest + ":4:8: 'absent.sh' does not exist; paths are relative to this file",
            "straddle: 3 problems, nothing was started");
  }

  @Test
  void theUsersGuestAndKernelMayLieAnywhere() throws IOException {
    Files.writeString(directory.resolve("probe.sh"), "exit 0\n");
    Path guest =
        Files.writeString(
            directory.resolve("mine.yaml"),
            """
            description: my guest
            machine: {memory: 1GiB, max-memory: 40TiB}
            pmem: [{size: 1GiB, placement: {at: 0x20000000000}}]
            probe: probe.sh
            """);
    Path kernel =
        Files.writeString(
            directory.resolve("linux-mine.yaml"),
            """
            description: my kernel
            source: {debian: {package: linux-source-6.12}}
            config: {base: tinyconfig}
            variants: {plain: {series: []}, fixed: {series: []}}
            """);
    assertThat(straddle("plan", guest.toString(), "--kernel", kernel + "/fixed")).isZero();
    assertThat(out.toString()).contains("linux-mine/fixed@mine", "guest mine: crash impossible");
    assertThat(straddle("plan", guest.toString())).isZero();
    assertThat(straddle("guests", "show", guest.toString())).isZero();
    assertThat(out.toString()).contains("  file         " + guest);
    assertThat(straddle("kernels", "show", kernel.toString())).isZero();
    assertThat(out.toString()).contains("defined in  " + kernel, "linux-mine/plain");

    assertThat(straddle("plan", guest.toString(), "--kernel", kernel.toString())).isEqualTo(64);
    assertThat(straddle("plan", guest.toString(), "--kernel", kernel + "/mended")).isEqualTo(64);
    assertThat(straddle("guests", "show", directory + "/none.yaml")).isEqualTo(64);
    assertThat(straddle("kernels", "show", directory + "/none.yaml")).isEqualTo(64);
    assertThat(err.toString().lines())
        .containsExactly(
            "straddle: '%s' names no variant".formatted(kernel),
            "  next: write one of %1$s/plain, %1$s/fixed".formatted(kernel),
            "straddle: there is no variant of linux-mine 'mended'",
            "  next: known: plain, fixed",
            "straddle: there is no file %s/none.yaml".formatted(directory),
            "  next: name a guest file or one of " + names("guest-configs"),
            "straddle: there is no file %s/none.yaml".formatted(directory),
            "  next: name an image such as bzImage, a kernel file or one of " + names("kernels"));
  }

  private static String names(String folder) {
    try (Stream<Path> files = Files.list(Path.of("..").resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.replace(".yaml", ""))
          .sorted()
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void allProblemsOfTheUsersGuestAreToldAtOnce() throws IOException {
    Path guest =
        Files.writeString(
            directory.resolve("mine.yaml"),
            """
            description: my guest
            machine: {memory: 1GB}
            probe: absent.sh
            """);
    for (String[] command :
        new String[][] {
          {"plan", guest.toString()},
          {"boot", "linux-6.12/patched", guest.toString()},
          {"hunt", "linux-6.12/unpatched", guest.toString(), "--until", "oops"},
          {"repeat", "linux-6.12/patched", guest.toString()},
          {"shell", "linux-6.12/patched", guest.toString()},
          {"guests", "show", guest.toString()}
        }) {
      err.getBuffer().setLength(0);
      assertThat(straddle(command)).as(command[0]).isEqualTo(64);
      assertThat(err.toString().lines())
          .as(command[0])
          .containsExactly(
              guest + ":2:19: '1GB' is no size; write a whole number and a unit, as in 1GiB",
              guest + ":3:8: 'absent.sh' does not exist; paths are relative to this file",
              "straddle: 2 problems, nothing was started");
    }
    Path kernel = Files.writeString(directory.resolve("k.yaml"), "description: my kernel\n");
    err.getBuffer().setLength(0);
    assertThat(straddle("boot", kernel + "/plain", guest.toString())).isEqualTo(64);
    assertThat(err.toString().lines())
        .as("those of the kernel too")
        .hasSize(6)
        .contains(kernel + ":1:1: 'source' is missing")
        .contains(guest + ":3:8: 'absent.sh' does not exist; paths are relative to this file");
  }

  @Test
  void guestsAreListedAndShown() {
    assertThat(straddle("guests")).isZero();
    assertThat(out.toString()).contains("pgd-straddle  crash certain");

    assertThat(straddle("guests", "show", "five-level")).isZero();
    assertThat(out.toString()).contains("5 paging levels").contains("probes/pmem.sh");

    assertThat(straddle("guests", "show", "six-level")).isEqualTo(64);
    assertThat(err.toString()).startsWith("straddle: there is no guest 'six-level'");
  }
}
