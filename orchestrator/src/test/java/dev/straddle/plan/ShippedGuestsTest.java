package dev.straddle.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What we ship is free of mistakes, described, used, and predicted as measured. */
class ShippedGuestsTest {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Catalogue SHIPPED = Specs.load(REPOSITORY);

  @Test
  void everyMatrixCanBePlanned() {
    assertThat(SHIPPED.matrices()).isNotEmpty();
    SHIPPED
        .matrices()
        .values()
        .forEach(matrix -> assertThat(Planner.plan(matrix, SHIPPED).problems()).isEmpty());
    assertThat(Specs.problems(SHIPPED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "pgd-straddle,     64, 1,    1",
    "pgd-straddle,     80, 1,    0",
    "pgd-aligned,      64, 0,    0",
    "fsdax-straddle,   64, 1,    0",
    "devdax-map-dev,   64, 1,    0",
    "five-level,       64, 0,    0",
    "boot-bound,       64, 1,    0",
    "hotplug-straddle, 64, 1,    1",
    "hotplug-dimm,     64, 1,    0",
    "kmem-straddle,    64, 1,    0",
    "two-nodes,        64, 1,    1",
    "page-enlarged,    80, 1,    1",
    "huge-33tib,       64, 1,    1",
    "kaslr-8tib,       64, 0.28, 0.28",
  })
  void predictionsAreAsMeasured(String name, int structPage, double newEntry, double crash) {
    GuestSpec guest = SHIPPED.guest(name).orElseThrow();

    AddressPlan plan = AddressPlanner.plan(guest, structPage);

    assertThat(plan.spanProbability()).isCloseTo(newEntry, within(0.005));
    assertThat(plan.crashProbability()).isCloseTo(crash, within(0.005));
  }

  @Test
  void aModuleBindsPreparedMemoryInTheTaskThatLoadsIt() {
    GuestSpec guest = SHIPPED.guest("boot-bound").orElseThrow();
    KernelArtifact kernel = kernel(List.of(Path.of("modules/01-device_dax.ko")));

    assertThat(AddressPlanner.plan(guest, kernel).crashProbability()).isOne();
    assertThat(AddressPlanner.plan(guest, kernel(List.of())).crashProbability()).isZero();
  }

  private static KernelArtifact kernel(List<Path> modules) {
    Path none = Path.of("none");
    return new KernelArtifact(
        "linux",
        "unpatched",
        "0",
        "6.12",
        "6.12",
        "0",
        "gcc",
        none,
        none,
        none,
        64,
        modules,
        List.of(),
        "",
        List.of(),
        Optional.empty());
  }

  @Test
  void everyGuestIsInAMatrixAndInTheManual() throws IOException {
    Set<String> used = new TreeSet<>();
    SHIPPED
        .matrices()
        .values()
        .forEach(matrix -> used.addAll(matrix.spec().orElseThrow().guests().keySet()));
    assertThat(used).containsExactlyElementsOf(SHIPPED.guests().keySet());

    String manual = Files.readString(REPOSITORY.resolve("docs/guests.md"));
    assertThat(SHIPPED.guests().keySet())
        .allSatisfy(guest -> assertThat(manual).contains("| `" + guest + "` |"));
  }
}
