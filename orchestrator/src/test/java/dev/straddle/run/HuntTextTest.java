package dev.straddle.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.AddressPlan;
import dev.straddle.spec.Specs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HuntTextTest {

  private static final AddressPlan PLAN =
      AddressPlanner.plan(
          Specs.load(Path.of("..").toAbsolutePath().normalize()).guest("kaslr-8tib").orElseThrow(),
          64);
  private static final List<Hunt.Trial> THREE = List.of(trial(4), trial(5), trial(6));

  @Test
  void whatWasTriedIsCounted() {
    assertThat(summary(true, 3, Optional.empty())).isEqualTo("not found, 3 of 3 seeds tried\n");
    assertThat(summary(true, 100, Optional.of(6L)))
        .isEqualTo("found: seed 6, 3 of 100 seeds tried\n");
  }

  @Test
  void anInterruptedHuntSaysHowFarItCameAndHowItGoesOn() {
    assertThat(summary(false, 100, Optional.empty()))
        .isEqualTo(
            "interrupted: not found, 3 of 100 seeds tried\ngo on with: --first 7 --seeds 97\n");
    assertThat(summary(false, 100, Optional.of(5L)))
        .isEqualTo("interrupted: found: seed 5, 3 of 100 seeds tried\n");
  }

  private static String summary(boolean finished, int seeds, Optional<Long> found) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    HuntText.summary(finished, seeds, found, THREE, PLAN, out);
    out.flush();
    return text.toString();
  }

  private static Hunt.Trial trial(long seed) {
    return new Hunt.Trial(
        seed, Optional.empty(), false, Optional.empty(), Optional.of("the host failed"));
  }
}
