package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.bisect.Trial.Said;
import dev.straddle.model.Ending;
import dev.straddle.model.Observation;
import dev.straddle.model.Symptom;
import dev.straddle.verdict.BootFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymptomSightTest {

  @TempDir Path directory;
  private final BootFixture fixture = new BootFixture();
  private final SymptomSight any = new SymptomSight(Optional.empty());

  @BeforeEach
  void isABisection() throws IOException {
    Files.writeString(directory.resolve(JournalFile.NAME), "{}");
  }

  @Test
  void aBootThatProvesEverythingDoesNotShowIt() throws IOException {
    assertThat(sees(any))
        .extracting(Sight.Seen::said)
        .as(sees(any).reason())
        .isEqualTo(Said.NOT_SHOWN);
  }

  @Test
  void aBootThatWasGivenUpSaysNothing() throws IOException {
    fixture.ending = Ending.ABANDONED;
    assertThat(sees(any).said()).isEqualTo(Said.ABANDONED);
  }

  @Test
  void aMachineThatEndedByItselfIsTheHostsFault() throws IOException {
    fixture.ending = Ending.QEMU_GONE;
    assertThat(sees(any).said()).isEqualTo(Said.HOST);
  }

  @Test
  void aBootThatWentAnotherWaySaysNothing() throws IOException {
    fixture.ending = Ending.SILENT;
    assertThat(sees(any).said()).isEqualTo(Said.NOTHING);
    assertThat(sees(new SymptomSight(Optional.of(new Symptom.Hang()))).said())
        .isEqualTo(Said.SHOWN);
  }

  private Sight.Seen sees(SymptomSight sight) throws IOException {
    Observation seen = fixture.seen();
    Path cell =
        Files.createDirectories(directory.resolve("cells").resolve(seen.cell().directoryName()));
    Files.writeString(
        cell.resolve(seen.console().file()), "x".repeat((int) seen.console().bytesKept()));
    return sight.of(seen, cell, Optional.empty());
  }
}
