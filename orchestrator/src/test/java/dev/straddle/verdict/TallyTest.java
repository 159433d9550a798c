package dev.straddle.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void saysWhatAPassIsWorth() {
    assertThat(new Tally(0, 40)).hasToString("0 of 40 (excludes rates above 7.2 %)");
    assertThat(new Tally(3, 24)).hasToString("3 of 24 (2.7 to 32 %)");
    assertThat(new Tally(4, 4).highest()).isEqualTo(1);
    assertThat(Tally.NONE).hasToString("no boots");
  }

  @Test
  void weighsARise() {
    // 4 of 19 chosen: only one way in C(19,4) puts all four failures behind the change.
    assertThat(new Tally(0, 15).chanceOfRiseTo(new Tally(4, 4)))
        .isCloseTo(1 / 3876.0, within(1e-9));
    assertThat(new Tally(2, 20).chanceOfRiseTo(new Tally(2, 20))).isGreaterThan(0.5);
    assertThat(Tally.NONE.chanceOfRiseTo(new Tally(4, 4))).isEqualTo(1);
  }
}
