package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a file that a command asks for, and no other. */
class OneFileTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Library SHIPPED = new Library(ROOT, Optional.empty());

  @TempDir Path dir;

  @Test
  void itIsReadAsAmongAll() {
    Catalogue all = Specs.load(ROOT);
    assertThat(SHIPPED.kernel("linux-6.12")).contains(all.kernels().get("linux-6.12"));
    assertThat(SHIPPED.guest("pgd-straddle")).contains(all.guests().get("pgd-straddle"));
  }

  /** A run that goes on later, from another directory, has to find it again. */
  @Test
  void whereItLiesIsNotedAbsolutely() {
    Path relative = Path.of("../guest-configs/pgd-straddle.yaml");
    assertThat(SHIPPED.guest(relative).spec().orElseThrow().definedIn())
        .isEqualTo(ROOT.resolve("guest-configs/pgd-straddle.yaml"));
  }

  @Test
  void aNameIsNoPath() {
    assertThat(SHIPPED.kernel("no-such-kernel")).isEmpty();
    assertThat(SHIPPED.guest("../guest-configs/pgd-straddle")).isEmpty();
  }

  @Test
  void aFileAnywhereHasToHaveANameOfItsOwn() throws IOException {
    GoodFiles.writeTo(dir);
    Path kernel = dir.resolve(GoodFiles.KERNEL);
    assertThat(SHIPPED.kernel(kernel).problems()).isEmpty();
    Path odd = Files.copy(kernel, kernel.resolveSibling("My Kernel.yaml"));
    assertThat(SHIPPED.kernel(odd).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("use only a-z"));
  }

  @Test
  void whatAFileIsForShowsInItsFieldsFaultyOrNot() throws IOException {
    GoodFiles.writeTo(dir);
    assertThat(Library.isGuest(dir.resolve(GoodFiles.GUEST))).isTrue();
    assertThat(Library.isGuest(dir.resolve(GoodFiles.MATRIX))).isFalse();
    assertThat(Library.isGuest(dir.resolve(GoodFiles.KERNEL))).isFalse();
    GoodFiles.replace(dir.resolve(GoodFiles.GUEST), "machine:", "machines:");
    assertThat(Library.isGuest(dir.resolve(GoodFiles.GUEST))).isTrue();
    assertThat(Library.isGuest(Files.writeString(dir.resolve("broken.yaml"), "a: ["))).isFalse();
  }

  /** Fragments, patches and probes beside it come first, then the shipped ones. */
  @Test
  void aCopyOfAShippedFileWorksWhereverItLies() throws IOException {
    Path kernel = Files.copy(ROOT.resolve("kernels/linux-6.12.yaml"), dir.resolve("mine.yaml"));
    Path guest =
        Files.copy(ROOT.resolve("guest-configs/pgd-straddle.yaml"), dir.resolve("guest.yaml"));
    assertThat(SHIPPED.kernel(kernel).problems()).isEmpty();
    assertThat(SHIPPED.guest(guest).spec().orElseThrow().probe())
        .isEqualTo(ROOT.resolve("guest-configs/probes/pmem.sh"));

    Path own = Files.createDirectories(dir.resolve("probes")).resolve("pmem.sh");
    Files.writeString(own, "exit 0\n");
    assertThat(SHIPPED.guest(guest).spec().orElseThrow().probe()).isEqualTo(own);
  }

  @Test
  void theUsersOwnFilesHaveNamesTooAndComeFirst() throws IOException {
    Files.createDirectories(dir.resolve("guest-configs"));
    for (String name : new String[] {"mine.yaml", "pgd-aligned.yaml"}) {
      Files.copy(
          ROOT.resolve("guest-configs/pgd-straddle.yaml"),
          dir.resolve("guest-configs").resolve(name));
    }
    Library library = new Library(ROOT, Optional.of(dir));
    assertThat(library.guest("mine")).isPresent();
    assertThat(library.all().guests().get("pgd-aligned").path()).startsWith(dir);
    assertThat(library.guest("pgd-aligned").orElseThrow().path()).startsWith(dir);
    assertThat(library.all().guests()).containsKey("pgd-straddle");
  }
}
