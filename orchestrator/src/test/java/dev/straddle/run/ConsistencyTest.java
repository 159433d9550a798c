package dev.straddle.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.disk.Digest;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.RunRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.UnreadableRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run whose files do not agree with each other. */
class ConsistencyTest extends CampaignScene {

  private static final String PATCHED = "linux-6.12/patched@pgd-straddle";
  private static final String DIGEST = "(?s),\\s*\"linux-6.12_unpatched_pgd-straddle\" : \"\\w+\"";

  @BeforeEach
  void aRunThatIsSound() {
    assertThat(run().verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);
    booted.clear();
    heard.clear();
  }

  @Test
  void aCellThatThePlanHasWasNotRunWhereTheRecordLacksIt() {
    edit("plan.json", text -> text.replaceFirst("\"cells\" : \\[", "$0 \"" + PATCHED + "#2\", "));
    lacks(PATCHED + "#2");
  }

  @Test
  void whichLeavesTheRunWithoutAnAnswerWhateverTheGuest() {
    String other = PATCHED.replace("straddle", "aligned");
    edit("plan.json", text -> text.replaceFirst("\"cells\" : \\[", "$0 \"" + other + "\", "));
    assertThat(judged().verdict().exitStatus()).isEqualTo(2);
    assertThat(judged().verdict().sentence()).contains("INCONCLUSIVE: " + other);
  }

  @Test
  void norIsOneThatOnlyADigestTellsOf() {
    edit("run.json", text -> text.replaceFirst("\"observations\" : \\{", "$0 " + digestOfSecond()));
    lacks(PATCHED + "#2");
  }

  @Test
  void norIsOneOfWhichThereIsABoot() throws IOException {
    Path second = directory.cell(CellId.parse(PATCHED + "#2"));
    Files.writeString(second.resolve("observation.json"), "{");
    lacks(PATCHED + "#2");
  }

  @Test
  void norIsARepetitionThatTheMatrixAsksFor() {
    repetitions("2000000000");
    lacks("linux-6.12/unpatched@pgd-straddle#2");
  }

  @Test
  void noMatrixBootsNothing() {
    repetitions("0");
    assertThatThrownBy(this::judged)
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining("matrix/repetitions: 0");
  }

  private void repetitions(String number) {
    for (String file : List.of("plan.json", "run.json")) {
      edit(file, text -> text.replaceFirst("\"repetitions\" : 1", "\"repetitions\" : " + number));
    }
  }

  @ParameterizedTest
  @CsvSource({"plan.json", "run.json"})
  void anotherExpectationThanThePlansIsNotBelieved(String file) {
    edit(
        file,
        text ->
            text.replaceFirst("\"pgd-straddle\" : \"FIXED\"", "\"pgd-straddle\" : \"NOT_FIXED\""));
    assertThatThrownBy(this::judged)
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining("run.json and plan.json tell of different matrices")
        .hasMessageContaining("straddle run --resume " + directory.id());
  }

  @Test
  void noRecordHasASchemaBelowTheFirst() {
    edit("run.json", text -> text.replaceFirst("\"schema\" : \\d+", "\"schema\" : -1"));
    assertThatThrownBy(this::judged)
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining("run.json: not as straddle writes it: schema");
  }

  @Test
  void aBootThatIsListedTwiceIsNotCountedTwice() {
    edit("run.json", text -> text.replaceFirst("\"cells\" : \\[", "$0 \"" + PATCHED + "\", "));
    assertThatThrownBy(this::judged)
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining(
            "run.json: not as straddle writes it: cells: " + PATCHED + " stands there twice");
  }

  @Test
  void aBootWithoutItsDigestIsNotBelieved() {
    edit("run.json", text -> text.replaceFirst(DIGEST, ""));
    assertThat(outcomes(judged())).containsExactly(Outcome.INFRA, Outcome.PASS);
    edit("run.json", text -> text.replaceFirst("(?s)\"observations\" : \\{[^}]*}", "\"x\" : 1"));
    RunRecord judged = judged();
    assertThat(outcomes(judged)).containsExactly(Outcome.INFRA, Outcome.INFRA);
    assertThat(reason(judged, 1)).isEqualTo("its record is damaged: run.json has no digest of it");
  }

  @Test
  void aRunOfBeforeDigestsSaysThatItCannotBeChecked() {
    edit(
        "run.json",
        text ->
            text.replaceFirst("(?s)\"observations\" : \\{[^}]*}", "\"x\" : 1")
                .replaceFirst("\"schema\" : 3", "\"schema\" : 2"));
    RunRecord judged = judged();
    assertThat(judged.verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);
    assertThat(reason(judged, 1)).endsWith("; the run is too old to tell if that was changed");
  }

  @Test
  void aConsoleWithoutADigestIsNotBelieved() {
    withoutRecord(text -> text.replaceFirst("\"sha256\" : \"\\w+\"", "\"sha256\" : null"));
    RunRecord judged = judged();
    assertThat(outcomes(judged)).containsExactly(Outcome.OOPS, Outcome.UNPROVEN);
    assertThat(reason(judged, 1)).isEqualTo("the record has no digest of the console file");
  }

  @Test
  void aConsoleOnWhichNoKernelSpeaksProvesNothing() throws IOException {
    Files.writeString(cell().resolve("console.log"), "");
    withoutRecord(
        text ->
            text.replaceFirst("\"sha256\" : \"\\w+\"", "\"sha256\" : \"" + Digest.ofText("") + "\"")
                .replaceFirst("\"bytesKept\" : \\d+", "\"bytesKept\" : 0"));
    RunRecord judged = judged();
    assertThat(outcomes(judged)).containsExactly(Outcome.OOPS, Outcome.UNPROVEN);
    assertThat(reason(judged, 1)).contains("no line of the kernel was read on it");
  }

  @Test
  void aKernelThatIsNotTheBootsSpoilsItsCells() {
    edit("run.json", text -> text.replaceFirst("6\\.12\\.117-1\"", "7.9\""));
    RunRecord judged = judged();
    assertThat(outcomes(judged)).containsExactly(Outcome.INFRA, Outcome.PASS);
    assertThat(reason(judged, 0))
        .isEqualTo("its record is damaged: run.json tells of another kernel than it");
  }

  @Test
  void aKernelThatTheRecordLacksIsTakenFromTheBoot() {
    RunRecord before = judged();
    edit(
        "run.json",
        text -> text.replaceFirst("(?s)\"kernels\" : \\[ \\{.*?\\}, \\{", "\"kernels\" : [ {"));
    assertThat(judged().kernels()).containsExactlyInAnyOrderElementsOf(before.kernels());
  }

  @Test
  void aDamagedBootOfAKilledRunCostsItsOwnCellAlone() throws IOException {
    withoutRecord(text -> "");
    RunRecord judged = judged();
    assertThat(outcomes(judged)).containsExactly(Outcome.OOPS, Outcome.INFRA);
    assertThat(reason(judged, 1)).contains("its record is damaged: ", "observation.json");
    assertThat(directory.readableObservations()).hasSize(1);
  }

  @Test
  void aRunThatGoesOnBootsAgainWhatWasDamaged() throws IOException {
    Files.writeString(cell().resolve("console.log"), "");
    assertThat(run().verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);
    assertThat(booted).extracting(CellId::toString).containsExactly(PATCHED);
    assertThat(troubles)
        .containsExactly(
            "the console file holds fewer bytes than recorded: 0 of 10; booting it again");
  }

  @Test
  void orWasEditedSince() {
    edit("cells/" + cell().getFileName() + "/observation.json", text -> text + " ");
    assertThat(run().verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);
    assertThat(booted).extracting(CellId::toString).containsExactly(PATCHED);
  }

  @Test
  void whatIsWrongIsToldInOneLineWithoutNamesOfClasses() throws IOException {
    Files.delete(cell().resolve("console.log"));
    assertThat(reason(judged(), 1))
        .isEqualTo("its record is damaged: the console of " + PATCHED + " is gone");
    run();
    assertThat(troubles)
        .containsExactly("the console of " + PATCHED + " is gone; booting it again");
  }

  @Test
  void aSymptomThatCannotBeLookedForMakesTheRecordUnreadable() {
    edit("run.json", text -> text.replaceFirst("\"BUG: unable", "\"(BUG: unable"));
    assertThatThrownBy(this::judged)
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining("run.json: not as straddle writes it: matrix/crash: no regular")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void bootsThatThePlanNoLongerHasAreSetAside() throws IOException {
    Path second = directory.cell(CellId.parse(PATCHED + "#2"));
    Files.writeString(second.resolve("observation.json"), "{");
    run();
    assertThat(outcomes(judged())).containsExactly(Outcome.OOPS, Outcome.PASS);
    assertThat(directory.path().resolve("attempts")).isDirectoryContaining("glob:**#2.1");
  }

  private void lacks(String cell) {
    RunRecord judged = judged();
    CellVerdict last = judged.verdict().cells().get(judged.verdict().cells().size() - 1);
    assertThat(judged.cells()).contains(CellId.parse(cell));
    assertThat(judged.verdict().cells())
        .filteredOn(v -> v.cell().equals(CellId.parse(cell)))
        .extracting(CellVerdict::outcome)
        .containsExactly(Outcome.INFRA);
    assertThat(last.reason()).isEqualTo(Consistency.LACKING);
    assertThat(judged.verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.INCONCLUSIVE);
    assertThat(judged.verdict().exitStatus()).isEqualTo(2);
  }

  private RunRecord judged() {
    return Judgement.of(RunDirectory.open(directory.path()));
  }

  private static String reason(RunRecord judged, int cell) {
    return judged.verdict().cells().get(cell).reason();
  }

  private static String digestOfSecond() {
    return "\"linux-6.12_patched_pgd-straddle#2\" : \"" + Digest.ofText("") + "\", ";
  }

  private Path cell() {
    return directory.cell(CellId.parse(PATCHED));
  }

  /** The run was killed, and the record of its second boot is edited. */
  private void withoutRecord(UnaryOperator<String> change) {
    edit("cells/" + cell().getFileName() + "/observation.json", change);
    directory.path().resolve("run.json").toFile().delete();
  }

  private void edit(String name, UnaryOperator<String> change) {
    Path file = directory.path().resolve(name);
    try {
      String before = Files.readString(file);
      String after = change.apply(before);
      assertThat(after).isNotEqualTo(before);
      Files.writeString(file, after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
