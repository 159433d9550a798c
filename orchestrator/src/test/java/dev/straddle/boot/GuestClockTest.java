package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Progress.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestClockTest {

  private static final long SECOND = 1_000_000_000;

  @TempDir private Path scratch;

  @Test
  void ticksAreTimeByTheKernelsOwnRate() throws IOException {
    GuestClock clock = new GuestClock(config("CONFIG_HZ_250=y\nCONFIG_HZ=250\n"));
    assertThat(clock.sinceFirstLook()).isEmpty();
    clock.add(-75_000, SECOND);
    clock.add(-74_000, 2 * SECOND);
    clock.add(-72_500, 3 * SECOND);

    assertThat(clock.sinceFirstLook())
        .contains(new Clock(Duration.ofSeconds(10), Duration.ofSeconds(2)));
    assertThat(clock.sinceFirstLook().orElseThrow().runsTooFast()).isTrue();
  }

  @Test
  void withoutTheRateTicksMeanNothing() throws IOException {
    for (Path config : new Path[] {config("# CONFIG_HZ\n"), scratch.resolve("none")}) {
      GuestClock clock = new GuestClock(config);
      clock.add(1, SECOND);
      assertThat(clock.sinceFirstLook()).isEmpty();
    }
  }

  private Path config(String text) throws IOException {
    return Files.writeString(scratch.resolve("config"), text);
  }
}
