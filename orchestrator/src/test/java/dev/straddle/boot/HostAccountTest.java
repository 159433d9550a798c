package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.guest.HostShare;
import dev.straddle.model.HostPressure;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HostAccountTest {

  private static final long START = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private final HostAccount account = new HostAccount(START, look(0, 0, 0, false));

  @Test
  void anIdleMachineLosesNothing() {
    account.add(look(1, 0, 0, false));
    account.add(look(30, 0.1, 0, false));

    assertThat(account.withheld()).isZero();
    assertThat(account.pressure().orElseThrow().longest()).isEmpty();
  }

  @Test
  void theThreadThatWaitsMostCounts() {
    account.add(
        new HostShare(
            START + 2 * SECOND,
            Map.of(1, thread(0.5, 0.5), 2, thread(0.25, 1.5), 3, thread(0.1, 0)),
            false,
            OptionalLong.of(0),
            SECOND));

    HostPressure pressure = account.pressure().orElseThrow();
    assertThat(pressure.starved()).isEqualTo(Duration.ofMillis(1500));
    assertThat(pressure.ran()).isEqualTo(Duration.ofMillis(850));
  }

  @Test
  void whatTheHostsOwnHostTookOfItCountsAsWithheld() {
    account.add(
        new HostShare(
            START + 4 * SECOND,
            Map.of(1, thread(3, 0)),
            false,
            OptionalLong.of(SECOND),
            2 * SECOND));

    HostPressure pressure = account.pressure().orElseThrow();
    assertThat(pressure.stolen()).contains(Duration.ofSeconds(1));
    assertThat(pressure.starved()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aStoppedMachineLosesAllTime() {
    account.add(look(1, 1, 0, true));
    assertThat(account.stoppedNow()).as("seen once only").isZero();
    account.add(look(3, 1, 0, true));
    account.add(look(4, 1, 0, true));
    assertThat(account.stoppedNow()).isEqualTo(3 * SECOND);
    account.add(look(5, 2, 0, false));

    assertThat(account.stoppedNow()).isZero();
    assertThat(account.withheld()).isEqualTo(3 * SECOND);
    assertThat(account.pressure().orElseThrow().longest())
        .contains(new HostPressure.Window(Duration.ofSeconds(1), Duration.ofSeconds(3)));
  }

  @Test
  void noMoreIsWithheldThanTimeHasPassed() {
    account.add(look(1, 0, 5, false));
    assertThat(account.withheld()).isEqualTo(SECOND);
  }

  @Test
  void aHostThatDoesNotCountTellsNothing() {
    HostAccount blind =
        new HostAccount(START, new HostShare(START, Map.of(), false, OptionalLong.empty(), 0));
    blind.add(new HostShare(START + SECOND, Map.of(), false, OptionalLong.empty(), 0));

    assertThat(blind.pressure()).isEmpty();
    assertThat(blind.withheld()).isZero();
  }

  private static HostShare look(double at, double ran, double waited, boolean stopped) {
    return new HostShare(
        START + nanos(at), Map.of(1, thread(ran, waited)), stopped, OptionalLong.of(0), 0);
  }

  private static HostShare.Thread thread(double ran, double waited) {
    return new HostShare.Thread(nanos(ran), nanos(waited));
  }

  private static long nanos(double seconds) {
    return (long) (seconds * SECOND);
  }
}
