package dev.straddle.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TestIdTest {

  @Test
  void guestsAreSortedByTheirNumbers() {
    TestId two = new TestId("linux-6.1", "", "with", "guest-2");
    TestId ten = new TestId("linux-6.1", "", "with", "guest-10");
    TestId later = new TestId("linux-6.12", "", "with", "guest-1");

    assertThat(new TreeSet<>(List.of(later, ten, two))).containsExactly(two, ten, later);
  }
}
