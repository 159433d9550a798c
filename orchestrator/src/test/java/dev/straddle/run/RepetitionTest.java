package dev.straddle.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.boot.Booter;
import dev.straddle.disk.Digest;
import dev.straddle.lab.Answer;
import dev.straddle.lab.FakeLab;
import dev.straddle.lab.Job;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.BootFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A saved machine that goes on many times, in a lab that follows a script. */
class RepetitionTest {

  @TempDir private Path runs;

  private final StringWriter out = new StringWriter();
  private RunDirectory directory;
  private Function<Job.Save, Answer> saving = this::saved;
  private Function<Job.Boot, Answer> turns = this::passed;
  private Function<Job, Duration> times = job -> Duration.ofSeconds(1);
  private FakeLab lab;

  @BeforeEach
  void makeDirectory() {
    directory = RunDirectory.create(runs, "repeat");
  }

  @Test
  void turnsAreToldInTheirOrderWhicheverEndedFirst() throws Exception {
    times = job -> Duration.ofSeconds(number(job) == 1 ? 5 : 1);
    assertThat(told(4)).containsExactly(Outcome.PASS);
    assertThat(lines()).hasSize(6);
    assertThat(lines().subList(0, 4))
        .extracting(line -> line.substring(0, 9))
        .containsExactly("  1  PASS", "  2  PASS", "  3  PASS", "  4  PASS");
    assertThat(lines().get(0)).endsWith("(2.00 s)");
    assertThat(lines().get(4)).startsWith("4 times PASS");
    assertThat(lab.mostAtOnce()).isEqualTo(2);
    assertThat(lab.boots())
        .extracting(Job.Boot::saved)
        .containsOnly(Optional.of(directory.path().resolve("saved")));
    assertThat(state()).as("the machine is let go").doesNotExist();
  }

  @Test
  void aGuestThatNeverCameToItsProbeHasNoTurns() throws Exception {
    saving = job -> new Answer.Saved(job, false);
    assertThat(told(4)).isEmpty();
    assertThat(lines()).singleElement().asString().startsWith("the guest did not come");
    assertThat(lab.boots()).isEmpty();
  }

  @Test
  void whatTheHostSpoilsCostsItsOwnTurnAlone() throws Exception {
    turns =
        job ->
            switch (number(job)) {
              case 2 -> new Answer.Trouble(job, "no memory\n  next: make room");
              case 3 -> crashed(job);
              case 4 -> withoutConsole(job);
              default -> passed(job);
            };
    assertThat(told(5)).containsExactlyInAnyOrder(Outcome.PASS, Outcome.INFRA, Outcome.OOPS);
    assertThat(lines().get(1)).isEqualTo("  2  INFRA, no memory");
    assertThat(lines().get(2)).startsWith("  3  OOPS, BUG: unable to handle");
    assertThat(lines().get(3)).startsWith("  4  INFRA, the boot cannot be judged: the console of");
    assertThat(lines().get(4)).startsWith("  5  PASS");
    assertThat(out.toString()).contains("2 times PASS").contains("1 times INFRA, no memory");
    assertThat(state()).doesNotExist();
  }

  @Test
  void whatWasTriedBeforeAnInterruptionCounts() {
    times = job -> Duration.ofSeconds(number(job) == 1 ? 9 : 1);
    turns =
        job -> {
          if (number(job) == 3) {
            lab.stop();
          }
          return passed(job);
        };
    assertThatThrownBy(() -> told(100)).isInstanceOf(InterruptedException.class);
    assertThat(lines().get(0)).as("ended, though the first had not").startsWith("  2  PASS");
    assertThat(lines().get(1)).startsWith("1 times PASS");
    assertThat(lab.boots()).hasSizeLessThan(6);
    assertThat(state()).doesNotExist();
  }

  @Test
  void aMachineThatCannotBeSavedIsTheHosts() {
    saving = job -> new Answer.Trouble(job, "no space left\n  next: make room");
    assertThatThrownBy(() -> told(2)).hasMessage("no space left\n  next: make room");
    assertThat(lab.boots()).isEmpty();
  }

  private Set<Outcome> told(int count) throws InterruptedException {
    lab =
        new FakeLab(
            2,
            job -> job instanceof Job.Save save ? saving.apply(save) : turns.apply((Job.Boot) job),
            job -> times.apply(job));
    Observation like = new BootFixture().seen();
    Repetition repetition = new Repetition(like.kernel(), like.guest(), directory);
    return repetition.told(count, lab.bench(), lab.slots(), new PrintWriter(out));
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  private Path state() {
    return directory.path().resolve("saved").resolve(Booter.STATE);
  }

  private static int number(Job job) {
    return ((Job.OnMachine) job).cell().repetition();
  }

  private Answer saved(Job.Save job) {
    try {
      Files.createDirectories(job.place());
      Files.writeString(job.place().resolve(Booter.STATE), "memory");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answer.Saved(job, true);
  }

  private Answer passed(Job.Boot job) {
    return booted(job, new BootFixture(), Optional.of("[    0.000000] all is well\n"));
  }

  private Answer crashed(Job.Boot job) {
    return booted(job, new BootFixture().panicked(), Optional.of(BootFixture.OOPS));
  }

  private Answer withoutConsole(Job.Boot job) {
    return booted(job, new BootFixture(), Optional.empty());
  }

  private Answer booted(Job.Boot job, BootFixture boot, Optional<String> console) {
    boot.repetition = number(job);
    boot.sha256 = console.map(Digest::ofText);
    Path cell = directory.cell(job.cell());
    if (console.isPresent()) {
      try {
        Files.writeString(cell.resolve("console.log"), console.get());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Answer.Booted(job, boot.seen());
  }
}
