package dev.straddle.debian;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AptTest {

  @Test
  void readsWhatAptOffers() {
    assertThat(
            Apt.offer(
                "'http://mirror.example/linux-source-6.12_6.12.9-1%7edeb12u1_all.deb'"
                    + " linux-source-6.12_6.12.9-1~deb12u1_all.deb 153476148 SHA256:e849"))
        .contains(
            new Apt.Offer(
                "linux-source-6.12_6.12.9-1~deb12u1_all.deb", "6.12.9-1~deb12u1", 153476148L));
    assertThat(Apt.offer("'http://m/x_1%3a2_all.deb' x_1%3a2_all.deb 7 SHA256:a"))
        .hasValueSatisfying(offer -> assertThat(offer.version()).isEqualTo("1:2"));
    assertThat(Apt.offer("Reading package lists...")).isEmpty();
  }

  @Test
  void findsThePackagesThatMakeAKernel() {
    assertThat(Apt.pieces("Depends: linux-image-6.1.0-53-amd64 (= 6.1.192-2)"))
        .containsExactly(new Apt.Needed("linux-image-6.1.0-53-amd64", "6.1.192-2"));
    assertThat(
            Apt.pieces(
                "Depends: dracut | initramfs-tools (>= 0.120+deb8u2), linux-base-7.3.4+deb13-amd64"
                    + " (= 7.3.4-1~bpo13+1), linux-binary-7.3.4+deb13-amd64 (= 7.3.4-1~bpo13+1),"
                    + " linux-modules-7.3.4+deb13-amd64 (= 7.3.4-1~bpo13+1)"))
        .extracting(Apt.Needed::packageName)
        .containsExactly(
            "linux-base-7.3.4+deb13-amd64",
            "linux-binary-7.3.4+deb13-amd64",
            "linux-modules-7.3.4+deb13-amd64");
    assertThat(Apt.pieces("Depends: kmod, linux-base (>= 4.3~)")).isEmpty();
    assertThat(Apt.pieces("Recommends: linux-image-6.1.0-53-amd64 (= 6.1.192-2)")).isEmpty();
  }
}
