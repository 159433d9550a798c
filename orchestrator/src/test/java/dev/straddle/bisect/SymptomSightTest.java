package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.bisect.Trial.Said;
import dev.straddle.disk.Digest;
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

  /** The NVDIMM's page structures end where this base's entry of the page tables does. */
  private static final String WITHOUT_NEW_ENTRY = "ffffea0040000000";

  /** One step of KASLR above, they lie in the next. */
  private static final String WITH_NEW_ENTRY = "ffffea0080000000";

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

  @Test
  void aCleanBootInALayoutThatNeedsNothingIsNoEvidence() throws IOException {
    fixture.kaslr(.25, WITHOUT_NEW_ENTRY);
    assertThat(sees(any).said()).isEqualTo(Said.ABANDONED);
    assertThat(sees(any, new Sight.Known(Optional.of("x"), true)))
        .as("once the symptom is known to need no layout of its own")
        .extracting(Sight.Seen::said)
        .isEqualTo(Said.NOT_SHOWN);
  }

  @Test
  void whereNoLayoutNeedsAnythingAllCount() throws IOException {
    fixture.kaslr(0, WITHOUT_NEW_ENTRY);
    assertThat(sees(any).said()).isEqualTo(Said.NOT_SHOWN);
    fixture.panicked();
    assertThat(sees(any).said()).isEqualTo(Said.SHOWN);
  }

  @Test
  void aCrashThatLacksNothingShowsInAnyLayout() throws IOException {
    fixture.kaslr(.25, WITHOUT_NEW_ENTRY).panicked();
    assertThat(sees(any).said()).isEqualTo(Said.SHOWN_REGARDLESS);
    fixture.kaslr(.25, WITH_NEW_ENTRY);
    assertThat(sees(any).said()).isEqualTo(Said.SHOWN_REGARDLESS);
    assertThat(sees(any, new Sight.Known(Optional.empty(), true)).said()).isEqualTo(Said.SHOWN);
  }

  @Test
  void aHangHasNothingToDoWithLayouts() throws IOException {
    SymptomSight hang = new SymptomSight(Optional.of(new Symptom.Hang()));
    fixture.kaslr(.25, WITHOUT_NEW_ENTRY);
    assertThat(sees(hang).said()).isEqualTo(Said.NOT_SHOWN);
    fixture.ending = Ending.SILENT;
    assertThat(sees(hang).said()).isEqualTo(Said.SHOWN);
  }

  @Test
  void aCrashWithAnEntryMissingNeedsItsLayout() throws IOException {
    fixture.kaslr(.25, WITH_NEW_ENTRY).outOfStep().panicked();
    assertThat(sees(any).said()).isEqualTo(Said.SHOWN);
  }

  @Test
  void aCrashWhosePageTablesWereNotReadMayNeedItsLayout() throws IOException {
    fixture.kaslr(.25, WITH_NEW_ENTRY).panicked();
    assertThat(sees(any).said()).isEqualTo(Said.SHOWN_REGARDLESS);
    fixture.unreadAtCrash();
    assertThat(sees(any).said()).isEqualTo(Said.SHOWN);
  }

  private Sight.Seen sees(SymptomSight sight) throws IOException {
    return sees(sight, Sight.Known.NOTHING);
  }

  private Sight.Seen sees(SymptomSight sight, Sight.Known known) throws IOException {
    String said = "[    0.000000] all is well\n";
    String console =
        said + "x".repeat(Math.max(0, (int) fixture.seen().console().bytesKept() - said.length()));
    fixture.sha256 = Optional.of(Digest.ofText(console));
    Observation seen = fixture.seen();
    Path cell =
        Files.createDirectories(directory.resolve("cells").resolve(seen.cell().directoryName()));
    Files.writeString(cell.resolve(seen.console().file()), console);
    return sight.of(seen, cell, known);
  }
}
