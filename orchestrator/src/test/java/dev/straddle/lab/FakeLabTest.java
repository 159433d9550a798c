package dev.straddle.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.straddle.model.CellId;
import dev.straddle.model.Observation;
import dev.straddle.verdict.BootFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeLabTest {

  private static final Observation SEEN = new BootFixture().seen();

  private final FakeLab lab =
      new FakeLab(
          2,
          job -> new Answer.Booted((Job.Boot) job, SEEN),
          job -> Duration.ofSeconds(((Job.Boot) job).cell().repetition()));

  @Test
  void jobsEndInTheOrderOfSimulatedTimeOnAsManySlotsAsThereAre() throws InterruptedException {
    Bench bench = lab.bench();
    List.of(4, 1, 2, 3).forEach(n -> bench.submit(boot(n)));
    assertThat(names(bench)).containsExactly(1, 2, 4, 3);
    assertThat(lab.clock()).isEqualTo(Duration.ofSeconds(6));
    assertThat(lab.mostAtOnce()).isEqualTo(2);
    assertThatIllegalStateException().isThrownBy(bench::next);
  }

  @Test
  void aBenchHearsOnlyWhatItAskedFor() throws InterruptedException {
    Bench one = lab.bench();
    Bench other = lab.bench();
    one.submit(boot(3));
    other.submit(boot(1));
    assertThat(names(one)).containsExactly(3);
    assertThat(names(other)).containsExactly(1);
  }

  @Test
  void whatAStoppedLabHasNotDoneIsAnswered() throws InterruptedException {
    Bench bench = lab.bench();
    bench.submit(boot(1));
    lab.stop();
    bench.submit(boot(3));
    assertThat(bench.next()).isEqualTo(new Answer.NotDone(boot(1)));
    assertThat(bench.next()).isEqualTo(new Answer.NotDone(boot(3)));
    assertThat(bench.outstanding()).isZero();
  }

  private static List<Integer> names(Bench bench) throws InterruptedException {
    List<Integer> names = new ArrayList<>();
    while (bench.outstanding() > 0) {
      names.add(((Job.Boot) bench.next().job()).cell().repetition());
    }
    return names;
  }

  private static Job.Boot boot(int repetition) {
    CellId cell = new CellId("linux-6.12", "patched", "pgd-straddle", repetition, Optional.empty());
    return new Job.Boot(cell, SEEN.guest(), SEEN.kernel(), Path.of("run"));
  }
}
