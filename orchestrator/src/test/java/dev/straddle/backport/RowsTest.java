package dev.straddle.backport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.backport.BranchRow.Word;
import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.model.Ages;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.RunRecord;
import dev.straddle.model.RunVerdict;
import dev.straddle.model.Symptom;
import dev.straddle.text.Paint;
import dev.straddle.verdict.symptom.Sighting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** "Fixed" only after a reproduced "before"; every other case has a word of its own. */
class RowsTest {

  private static final PatchTrial FITS =
      new PatchTrial("mm: x", PatchTrial.Kind.APPLIES, List.of(), List.of());
  private static final PatchTrial THERE =
      new PatchTrial("mm: x", PatchTrial.Kind.ALREADY_THERE, List.of(), List.of());
  private static final PatchTrial CONFLICT =
      new PatchTrial(
          "mm: x",
          PatchTrial.Kind.DOES_NOT_APPLY,
          List.of(),
          List.of(new PatchTrial.Misfit("mm/a.c", 7, "f()")));

  @Test
  void fixedAfterAReproducedBefore() {
    BranchRow row = row(PairOutcome.FIXED, Outcome.OOPS, Outcome.PASS, FITS);
    assertThat(row.word()).isEqualTo(Word.FIXED);
    assertThat(row.affected().inWords()).isEqualTo("reproduced 2 of 2");
    assertThat(row.testedByIsDue()).isTrue();
    assertThat(Reply.of(List.of(row), "T <t@example.org>", List.of("mm: x"), "tcg"))
        .contains("Tested-by: T <t@example.org> # stable")
        .contains("case: bug in 2 of 2 boots without, 0 of 2 with");
  }

  @Test
  void neverFixedWhereTheBugDidNotShow() {
    BranchRow row = row(PairOutcome.NOT_REPRODUCED, Outcome.PASS, Outcome.PASS, FITS);
    assertThat(row.word()).isEqualTo(Word.NOT_AFFECTED);
    assertThat(row.affected().inWords()).isEqualTo("not reproduced, 0 of 2 (below 78 %)");
    assertThat(row.testedByIsDue()).isFalse();
    assertThat(Reply.of(List.of(row), "T", List.of(), "tcg"))
        .contains("no Tested-by: NOT_AFFECTED")
        .doesNotContain("Tested-by: T");
  }

  @Test
  void otherWords() {
    assertThat(row(PairOutcome.FIXED, Outcome.OOPS, Outcome.PASS, THERE).word())
        .isEqualTo(Word.ALREADY_FIXED);
    assertThat(row(PairOutcome.NOT_REPRODUCED, Outcome.PASS, Outcome.PASS, THERE).word())
        .isEqualTo(Word.ALREADY_THERE);
    assertThat(row(PairOutcome.NOT_FIXED, Outcome.OOPS, Outcome.OOPS, FITS).word())
        .isEqualTo(Word.NOT_FIXED);
    assertThat(row(PairOutcome.REGRESSED, Outcome.PASS, Outcome.HANG, FITS).word())
        .isEqualTo(Word.REGRESSED);
    assertThat(row(PairOutcome.INCONCLUSIVE, Outcome.INFRA, Outcome.INFRA, FITS).word())
        .isEqualTo(Word.NOT_TESTABLE);
  }

  @Test
  void aConflictIsNamedOnlyAfterTheBug() {
    BranchRow row = row(PairOutcome.INCONCLUSIVE, Outcome.OOPS, null, CONFLICT);
    assertThat(row.word()).isEqualTo(Word.DOES_NOT_APPLY);
    assertThat(row.because()).contains("mm: x in mm/a.c:7");
    assertThat(row.applies()).isEqualTo(BranchRow.Applies.CONFLICT);
    assertThat(Reply.of(List.of(row), "T", List.of(), "tcg")).contains("to resolve by hand:");
    PatchTrial fuzz = new PatchTrial("mm: x", PatchTrial.Kind.FITS_WITH_FUZZ, List.of(), List.of());
    assertThat(row(PairOutcome.INCONCLUSIVE, Outcome.OOPS, null, fuzz).because())
        .contains("only fuzz would let the series in: mm: x");
    BranchRow well = row(PairOutcome.INCONCLUSIVE, Outcome.PASS, null, CONFLICT);
    assertThat(well.word()).isEqualTo(Word.NOT_AFFECTED);
    assertThat(well.exitStatus()).as("nothing had to be booted with it").isZero();
  }

  @Test
  void fuzzEarnsNoTag() {
    PatchTrial cut = new PatchTrial("mm: x", PatchTrial.Kind.NEEDS_PATCH, List.of(), List.of());
    BranchRow row = row(PairOutcome.FIXED, Outcome.OOPS, Outcome.PASS, cut);
    assertThat(row.word()).isEqualTo(Word.FIXED);
    assertThat(row.testedByIsDue()).isFalse();
  }

  @Test
  void fromWhichPatchOn() {
    List<PatchTrial> trials = new ArrayList<>();
    for (String title : List.of("mm: one", "mm: two", "mm: three")) {
      trials.add(new PatchTrial(title, PatchTrial.Kind.APPLIES, List.of(), List.of()));
    }
    List<KernelSpec.Variant> variants =
        Stream.of("without", "with", "upto-1", "alone-2", "upto-2", "alone-3")
            .map(name -> new KernelSpec.Variant(name, "", List.of()))
            .toList();
    CellVerdict same = cell("upto-1", 1, Outcome.OOPS);
    List<CellVerdict> cells =
        List.of(
            cell("without", 1, Outcome.OOPS),
            cell("with", 1, Outcome.PASS),
            new CellVerdict(
                same.cell(), same.outcome(), "", List.of(), List.of(), Optional.of("without")),
            cell("alone-2", 1, Outcome.OOPS),
            cell("upto-2", 1, Outcome.OOPS));
    BranchPlan plan =
        new BranchPlan(
            "stable", kernel(variants), BranchPlan.Direction.ON, trials, Optional.empty());
    List<BuildFailure> failures =
        List.of(
            new BuildFailure(
                "stable", "alone-3", "patch", "patch 1 of 1 does not apply", "", Optional.empty()));
    BranchRow row =
        new Rows(
                record(cells, PairOutcome.FIXED, failures),
                verdict ->
                    verdict.outcome() == Outcome.OOPS
                        ? new Sighting.Shown("it crashed")
                        : new Sighting.NotShown("it passed"),
                kernel -> List.of())
            .of(plan, Optional.empty());
    assertThat(row.steps())
        .extracting(BranchRow.Step::effect)
        .containsExactly(
            "changes no code: as without",
            "the bug shows, 1 of 1",
            "the bug shows, 1 of 1",
            "does not apply",
            "passes, 1 of 1");
    assertThat(row.fixedFrom().orElseThrow().patch()).isEqualTo(3);
    assertThat(VerifyText.of(List.of(row), 80, new Paint(false)))
        .contains("  patch 3 and all before it: passes, 1 of 1: fixed from here on\n")
        .contains("stable  FIXED   1 of 1  clean    -       0 of 1  none of 1\n");
    assertThat(row.word())
        .as("a patch that does not build alone breaks nothing")
        .isEqualTo(Word.FIXED);
  }

  @Test
  void everyLineFitsATerminal() {
    PatchTrial odd =
        new PatchTrial("mm: x".repeat(9), PatchTrial.Kind.NEEDS_PATCH, List.of(), List.of());
    for (PatchTrial trial : List.of(FITS, CONFLICT, THERE, odd)) {
      BranchRow row = row(PairOutcome.INCONCLUSIVE, Outcome.PASS, Outcome.PASS, trial);
      assertThat(VerifyText.of(List.of(row), 80, new Paint(false)).lines())
          .allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void nobodyTestedWhatNobodySaw() {
    BranchRow fixed = row(PairOutcome.FIXED, Outcome.OOPS, Outcome.PASS, FITS);
    BranchRow.Side none = new BranchRow.Side(0, 0);
    BranchRow.GuestResult unseen =
        new BranchRow.GuestResult(
            "control", false, PairOutcome.INCONCLUSIVE, "", none, none, Optional.empty());
    BranchRow interrupted =
        new BranchRow(
            fixed.branch(),
            fixed.kernel(),
            fixed.word(),
            fixed.because(),
            fixed.affected(),
            fixed.applies(),
            fixed.patches(),
            fixed.history(),
            fixed.builds(),
            List.of(fixed.guests().get(0), unseen),
            fixed.steps());
    assertThat(fixed.testedByIsDue()).isTrue();
    assertThat(interrupted.testedByIsDue()).isFalse();
    assertThat(interrupted.exitStatus()).isEqualTo(2);
    assertThat(Reply.of(List.of(interrupted), "me", List.of(), "tcg"))
        .contains("no Tested-by: FIXED: it fixes the bug, but nothing can be said of")
        .doesNotContain("  Tested-by:");
  }

  /** One branch, one guest, two boots a side. */
  @Test
  void whereTheSeriesCouldNotBeTriedNothingIsSaidOfHowItApplies() {
    BranchPlan plan =
        new BranchPlan(
            "stable",
            kernel(List.of()),
            BranchPlan.Direction.NEITHER,
            List.of(),
            Optional.of(
                new BuildFailure(
                    "stable",
                    "",
                    "patch",
                    "git ignores it\n  | log\n  next: add it",
                    "",
                    Optional.empty())));
    BranchRow row =
        new Rows(
                record(List.of(), PairOutcome.INCONCLUSIVE, List.of()),
                verdict -> new Sighting.Unknown("no boot"),
                kernel -> List.of())
            .of(plan, Optional.empty());
    assertThat(row.word()).isEqualTo(Word.NOT_TESTABLE);
    assertThat(row.applies()).isEqualTo(BranchRow.Applies.UNTRIED);
    assertThat(VerifyText.of(List.of(row), 80, new Paint(false)))
        .contains("stable  NOT_TESTABLE  -       -  ")
        .contains("git ignores it; next: add it");
  }

  private static BranchRow row(PairOutcome pair, Outcome without, Outcome with, PatchTrial trial) {
    List<CellVerdict> cells = new ArrayList<>();
    for (int n = 1; n <= 2; n++) {
      cells.add(cell(Verification.WITHOUT, n, without));
      if (with != null) {
        cells.add(cell(Verification.WITH, n, with));
      }
    }
    BranchPlan.Direction direction =
        switch (trial.kind()) {
          case ALREADY_THERE -> BranchPlan.Direction.OFF;
          case DOES_NOT_APPLY, FITS_WITH_FUZZ -> BranchPlan.Direction.NEITHER;
          default -> BranchPlan.Direction.ON;
        };
    BranchPlan plan =
        new BranchPlan("stable", kernel(List.of()), direction, List.of(trial), Optional.empty());
    Rows rows =
        new Rows(
            record(cells, pair, List.of()),
            verdict ->
                verdict.outcome() == Outcome.OOPS
                    ? new Sighting.Shown("it crashed")
                    : verdict.outcome() == Outcome.INFRA
                        ? new Sighting.Unknown("host")
                        : new Sighting.NotShown("it passed"),
            kernel -> List.of());
    return rows.of(plan, Optional.empty());
  }

  private static KernelSpec kernel(List<KernelSpec.Variant> variants) {
    return new KernelSpec(
        "stable", "", null, Optional.empty(), null, variants, Ages.NONE, Path.of("stable.yaml"));
  }

  private static CellVerdict cell(String variant, int repetition, Outcome outcome) {
    return new CellVerdict(
        new CellId("stable", variant, "case", repetition, Optional.empty()),
        outcome,
        "because",
        List.of(),
        List.of());
  }

  private static RunRecord record(
      List<CellVerdict> cells, PairOutcome pair, List<BuildFailure> failures) {
    MatrixSpec matrix =
        new MatrixSpec(
            "series",
            "",
            List.of("stable"),
            Map.of("case", PairOutcome.FIXED),
            Map.of(),
            Verification.WITHOUT,
            Verification.WITH,
            2,
            new Symptom.Crash(),
            Path.of("m.yaml"),
            List.of());
    PairVerdict verdict =
        new PairVerdict(
            "stable",
            "case",
            pair,
            PairOutcome.FIXED,
            "both sides in words",
            Optional.empty(),
            Optional.empty());
    return new RunRecord(
        RunRecord.SCHEMA,
        "run",
        matrix,
        Instant.EPOCH,
        Instant.EPOCH,
        "1",
        new RunRecord.Host("", 1, new ByteSize(1), "", "tcg"),
        List.of(),
        List.of(),
        failures,
        List.of(),
        new RunVerdict(cells, List.of(verdict), "", 0),
        Map.of());
  }
}
