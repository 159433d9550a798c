package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Reading the two files that a boot needs, and no other. */
class OnlyTwoFilesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void theyAreReadAsAmongAll() {
    Catalogue two = Specs.only(ROOT, "linux-6.12", "pgd-straddle");
    Catalogue all = Specs.load(ROOT);

    assertThat(two.kernels()).containsOnlyKeys("linux-6.12");
    assertThat(two.kernel("linux-6.12")).isEqualTo(all.kernel("linux-6.12"));
    assertThat(two.guests()).containsOnlyKeys("pgd-straddle");
    assertThat(two.guest("pgd-straddle")).isEqualTo(all.guest("pgd-straddle"));
  }

  @Test
  void aNameIsNoPath() {
    Catalogue none = Specs.only(ROOT, "no-such-kernel", "../guest-configs/pgd-straddle");

    assertThat(none.kernels()).isEmpty();
    assertThat(none.guests()).isEmpty();
  }
}
