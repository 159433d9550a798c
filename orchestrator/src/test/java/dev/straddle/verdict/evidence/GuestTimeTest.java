package dev.straddle.verdict.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuestTimeTest {

  @Test
  void isReadByTheFinestClockThatTheGuestTold() {
    assertThat(
            GuestTime.ofProbe(
                Map.of(
                    "clock-before", "104203117",
                    "clock-after", "155203118",
                    "uptime-before", "0.10",
                    "uptime-after", "0.15")))
        .contains(Duration.ofNanos(51_000_001));
    assertThat(GuestTime.ofProbe(Map.of("uptime-before", "0.10", "uptime-after", "0.15")))
        .contains(Duration.ofMillis(50));
  }

  @Test
  void isNotKnownOfAGuestThatCrashedOrLies() {
    assertThat(GuestTime.ofProbe(Map.of("clock-before", "104203117"))).isEmpty();
    assertThat(GuestTime.ofProbe(Map.of("clock-before", "2", "clock-after", "1"))).isEmpty();
    assertThat(GuestTime.ofProbe(Map.of("clock-before", "1", "clock-after", "1e9"))).isEmpty();
    assertThat(GuestTime.ofProbe(Map.of("clock-before", "1", "clock-after", "9999999999999999999")))
        .isEmpty();
  }
}
