package dev.straddle.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AptSourceTest {

  @Test
  void readsWhatAptOffers() {
    assertThat(
            AptSource.offer(
                "'http://mirror.example/linux-source-6.12_6.12.9-1%7edeb12u1_all.deb'"
                    + " linux-source-6.12_6.12.9-1~deb12u1_all.deb 153476148 SHA256:e849"))
        .contains(
            new AptSource.Offer(
                "linux-source-6.12_6.12.9-1~deb12u1_all.deb", "6.12.9-1~deb12u1", 153476148L));
    assertThat(AptSource.offer("'http://m/x_1%3a2_all.deb' x_1%3a2_all.deb 7 SHA256:a"))
        .hasValueSatisfying(offer -> assertThat(offer.version()).isEqualTo("1:2"));
    assertThat(AptSource.offer("Reading package lists...")).isEmpty();
  }
}
