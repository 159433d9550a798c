package dev.straddle.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Problem;
import dev.straddle.spec.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {

  private static final String GUEST =
      """
      description: a guest
      machine: {memory: 1GiB, max-memory: 40TiB}
      pmem:
        - {size: 1GiB, placement: default}
      probe: probe.sh
      """;

  @TempDir Path root;

  @BeforeEach
  void writeFiles() throws IOException {
    write("guest-configs/probe.sh", "");
    write("guest-configs/second.yaml", GUEST);
    write("guest-configs/first.yaml", GUEST + "seeds: [7, 8]\n");
    for (String kernel : new String[] {"old", "new"}) {
      write(
          "kernels/" + kernel + ".yaml",
          """
          description: a kernel
          source: {debian: {package: linux-source-6.12}}
          config: {base: tinyconfig}
          variants: {shipped: {}, patched: {}, unpatched: {}}
          """);
    }
    write(
        "matrices/m.yaml",
        """
        description: a matrix
        kernels: [old, new]
        without: unpatched
        with: patched
        guests: {second: FIXED, first: NOT_REPRODUCED}
        repetitions: 2
        crash: {titles: [x]}
        """);
  }

  @Test
  void cellsComeKernelByKernelWithoutTheSeriesFirst() {
    assertThat(plan().cells())
        .extracting(cell -> cell.id().toString())
        .startsWith(
            "old/unpatched@second",
            "old/unpatched@second#2",
            "old/unpatched@first~7",
            "old/unpatched@first~8",
            "old/unpatched@first#2~7",
            "old/unpatched@first#2~8",
            "old/patched@second")
        .endsWith("new/patched@first#2~8")
        .hasSize(24)
        .doesNotHaveDuplicates();
    assertThat(plan()).isEqualTo(plan());
  }

  @Test
  void aPlanCanBeOfSomeGuestsOnly() {
    Plan some = plan().only(List.of("second"));
    assertThat(some.cells()).hasSize(8).allMatch(cell -> cell.guest().name().equals("second"));
    assertThat(some.matrix().orElseThrow().guests()).containsOnlyKeys("second");
    assertThat(plan().only(List.of())).isEqualTo(plan());
    assertThatThrownBy(() -> plan().only(List.of("secnd")))
        .hasMessageContaining("did you mean 'second'?");
  }

  @Test
  void impossiblePlacementsAreProblemsAtTheirLine() throws IOException {
    write(
        "guest-configs/second.yaml",
        GUEST.replace("default", "{at: 0x1234}").replace("40TiB", "2TiB"));

    Plan plan = plan();

    assertThat(plan.cells()).isEmpty();
    assertThat(plan.problems())
        .extracting(PlannerTest::lineAndMessage)
        .containsExactly(
            "4:29: 0x1234 is not a multiple of 16MiB; write 0x0 or 0x1000000",
            "4:29: 0x1234-0x40001233 lies outside device memory, 0x10000000000-0x2ffffffffff;"
                + " write an address from 0x10000000000 on");
  }

  @Test
  void onlyFilesThatTheMatrixNamesStandInItsWay() throws IOException {
    write("guest-configs/unused.yaml", "nonsense");
    assertThat(plan().problems()).isEmpty();

    write("kernels/new.yaml", "nonsense");
    assertThat(plan().problems()).singleElement();
  }

  @Test
  void theUsersFilesComeBeforeTheShippedOnes() throws IOException {
    write("mine/guest-configs/probe.sh", "");
    write("mine/guest-configs/first.yaml", GUEST.replace("a guest", "my guest"));
    Files.copy(root.resolve("matrices/m.yaml"), root.resolve("mine/m.yaml"));

    Catalogue catalogue = Specs.load(root, root.resolve("mine/m.yaml"));
    Plan plan = Planner.plan(catalogue.matrices().get("m"), catalogue);

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.cells())
        .filteredOn(cell -> cell.id().guest().equals("first"))
        .allMatch(cell -> cell.guest().description().equals("my guest"))
        .hasSize(8);
  }

  private Plan plan() {
    Catalogue catalogue = Specs.load(root);
    return Planner.plan(catalogue.matrices().get("m"), catalogue);
  }

  private static String lineAndMessage(Problem problem) {
    return problem.at().line() + ":" + problem.at().column() + ": " + problem.message();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
