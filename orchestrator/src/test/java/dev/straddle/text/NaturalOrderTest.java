package dev.straddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

  @Test
  void numbersCountByTheirValue() {
    List<String> sorted =
        List.of(
            "",
            "01",
            "1",
            "2",
            "10",
            "guest",
            "guest-2",
            "guest-2-b",
            "guest-10",
            "guest-10000000000000000000000",
            "linux-5.10/with",
            "linux-6.1/with",
            "linux-6.12/with");
    List<String> mixed = new ArrayList<>(sorted);
    Collections.shuffle(mixed, new Random(1));
    mixed.sort(NaturalOrder.INSTANCE);

    assertThat(mixed).containsExactlyElementsOf(sorted);
  }

  /** As sorted maps need it. */
  @Property
  void itIsAnOrder(
      @ForAll @CharRange(from = '-', to = '2') @StringLength(max = 5) String a,
      @ForAll @CharRange(from = '-', to = '2') @StringLength(max = 5) String b,
      @ForAll @CharRange(from = '-', to = '2') @StringLength(max = 5) String c) {
    NaturalOrder order = NaturalOrder.INSTANCE;

    assertThat(Integer.signum(order.compare(a, b))).isEqualTo(-Integer.signum(order.compare(b, a)));
    assertThat(order.compare(a, b) == 0).isEqualTo(a.equals(b));
    if (order.compare(a, b) < 0 && order.compare(b, c) < 0) {
      assertThat(order.compare(a, c)).isNegative();
    }
  }
}
