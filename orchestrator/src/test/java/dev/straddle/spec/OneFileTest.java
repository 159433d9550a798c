package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a file that a command asks for, and no other. */
class OneFileTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path dir;

  @Test
  void itIsReadAsAmongAll() {
    Catalogue all = Specs.load(ROOT);
    assertThat(Specs.kernel(ROOT, "linux-6.12")).contains(all.kernels().get("linux-6.12"));
    assertThat(Specs.guest(ROOT, "pgd-straddle")).contains(all.guests().get("pgd-straddle"));
  }

  /** A run that goes on later, from another directory, has to find it again. */
  @Test
  void whereItLiesIsNotedAbsolutely() {
    Path relative = Path.of("../guest-configs/pgd-straddle.yaml");
    assertThat(Specs.guest(relative).spec().orElseThrow().definedIn())
        .isEqualTo(ROOT.resolve("guest-configs/pgd-straddle.yaml"));
  }

  @Test
  void aNameIsNoPath() {
    assertThat(Specs.kernel(ROOT, "no-such-kernel")).isEmpty();
    assertThat(Specs.guest(ROOT, "../guest-configs/pgd-straddle")).isEmpty();
  }

  @Test
  void aFileAnywhereHasToHaveANameOfItsOwn() throws IOException {
    GoodFiles.writeTo(dir);
    Path kernel = dir.resolve(GoodFiles.KERNEL);
    assertThat(Specs.kernel(kernel).problems()).isEmpty();
    Path odd = Files.copy(kernel, kernel.resolveSibling("My Kernel.yaml"));
    assertThat(Specs.kernel(odd).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("use only a-z"));
  }

  @Test
  void whatAFileIsForShowsInItsFieldsFaultyOrNot() throws IOException {
    GoodFiles.writeTo(dir);
    assertThat(Specs.isGuest(dir.resolve(GoodFiles.GUEST))).isTrue();
    assertThat(Specs.isGuest(dir.resolve(GoodFiles.MATRIX))).isFalse();
    assertThat(Specs.isGuest(dir.resolve(GoodFiles.KERNEL))).isFalse();
    GoodFiles.replace(dir.resolve(GoodFiles.GUEST), "machine:", "machines:");
    assertThat(Specs.isGuest(dir.resolve(GoodFiles.GUEST))).isTrue();
    assertThat(Specs.isGuest(Files.writeString(dir.resolve("broken.yaml"), "a: ["))).isFalse();
  }
}
