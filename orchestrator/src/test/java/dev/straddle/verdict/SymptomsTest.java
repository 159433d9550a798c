package dev.straddle.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Audit;
import dev.straddle.model.Ending;
import dev.straddle.model.Finding;
import dev.straddle.model.Symptom;
import dev.straddle.verdict.evidence.ConsoleLines;
import dev.straddle.verdict.evidence.Evidence;
import dev.straddle.verdict.symptom.Sighting;
import dev.straddle.verdict.symptom.Sighting.NotShown;
import dev.straddle.verdict.symptom.Sighting.Shown;
import dev.straddle.verdict.symptom.Sighting.Unknown;
import dev.straddle.verdict.symptom.Symptoms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SymptomsTest {

  private static final String SPOT = "ffffea8000000038";
  private static final Finding BUG = SampleFinding.oops(BootFixture.TITLE, SPOT);
  private static final Symptom TITLE = Symptom.Report.titled(BootFixture.TITLE);
  private static final Symptom IN_VMEMMAP =
      new Symptom.Report(List.of(BootFixture.TITLE), List.of(), List.of(), Optional.of("vmemmap"));

  @Test
  void aReportShowsWhenSomethingBesideTheTextBearsItOut() {
    assertThat(shows(TITLE, new BootFixture().crashedOutOfStep(SPOT), BUG))
        .isInstanceOf(Shown.class);
    assertThat(shows(TITLE, new BootFixture(), BUG))
        .isInstanceOf(Unknown.class)
        .extracting(Sighting::reason)
        .asString()
        .contains("console alone");
    assertThat(shows(TITLE, new BootFixture())).isInstanceOf(NotShown.class);
  }

  @Test
  void aFaultHasTheCauseThatIsAskedFor() {
    assertThat(shows(IN_VMEMMAP, new BootFixture().crashedOutOfStep(SPOT), BUG))
        .isInstanceOf(Shown.class)
        .extracting(Sighting::reason)
        .asString()
        .contains("the faulting task lacks PGD entry 469, which init_mm has");
    assertThat(shows(IN_VMEMMAP, new BootFixture().crashed(SPOT, 0, 0), BUG))
        .as("absent from init_mm too")
        .isInstanceOf(NotShown.class);
    assertThat(shows(IN_VMEMMAP, new BootFixture().crashed(SPOT, 0x67, 0x67), BUG))
        .as("present in both")
        .isInstanceOf(NotShown.class);
    assertThat(shows(IN_VMEMMAP, new BootFixture().panicked(), BUG))
        .as("not read")
        .isInstanceOf(Unknown.class);
    assertThat(
            shows(
                IN_VMEMMAP,
                new BootFixture().crashedOutOfStep("ffff888000000000"),
                SampleFinding.oops(BootFixture.TITLE, "ffff888000000000")))
        .as("elsewhere")
        .isInstanceOf(NotShown.class);
  }

  @Test
  void reportsAreToldByTypeAndSignature() {
    Finding warning = SampleFinding.warning("WARNING in foo");
    Symptom type =
        new Symptom.Report(List.of(), List.of(), List.of(warning.type()), Optional.empty());
    Symptom signature =
        new Symptom.Report(List.of(), List.of("another"), List.of(), Optional.empty());
    BootFixture warned = new BootFixture();
    warned.taint = 1 << 9;
    assertThat(shows(type, warned, warning)).isInstanceOf(Shown.class);
    assertThat(shows(signature, new BootFixture())).isInstanceOf(NotShown.class);
  }

  @Test
  void aBootThatWentAnotherWaySaysNothing() {
    assertThat(shows(TITLE, new BootFixture().ending(Ending.SILENT))).isInstanceOf(Unknown.class);
    BootFixture unproven = new BootFixture();
    unproven.levels = 5;
    assertThat(shows(TITLE, unproven)).isInstanceOf(Unknown.class);
    BootFixture other = new BootFixture().crashedOutOfStep(SPOT);
    other.buildId = "ffff";
    assertThat(shows(TITLE, other, BUG)).isInstanceOf(Unknown.class);
  }

  @Test
  void crashesHangsAndGaps() {
    Symptom crash = new Symptom.Crash();
    assertThat(shows(crash, new BootFixture().crashedOutOfStep(SPOT), BUG))
        .isInstanceOf(Shown.class);
    assertThat(shows(crash, new BootFixture())).isInstanceOf(NotShown.class);
    assertThat(shows(crash, new BootFixture().ending(Ending.DEADLINE))).isInstanceOf(Unknown.class);

    Symptom hang = new Symptom.Hang();
    assertThat(shows(hang, new BootFixture().ending(Ending.DEADLINE))).isInstanceOf(Shown.class);
    assertThat(shows(hang, new BootFixture())).isInstanceOf(NotShown.class);
    assertThat(shows(hang, new BootFixture().ending(Ending.CRASHED))).isInstanceOf(Unknown.class);

    BootFixture gap = new BootFixture();
    gap.missing = List.of(new Audit.MissingSlot(469, BootFixture.VMEMMAP, "vmemmap", 3, false));
    assertThat(shows(new Symptom.Gap(Optional.empty()), gap)).isInstanceOf(Shown.class);
    assertThat(shows(new Symptom.Gap(Optional.of("vmemmap")), gap)).isInstanceOf(Shown.class);
    assertThat(shows(new Symptom.Gap(Optional.empty()), new BootFixture()))
        .isInstanceOf(NotShown.class);
  }

  @Test
  void claimsAndConsoleLines() {
    Symptom claim = new Symptom.ClaimFails("paging mode");
    BootFixture wrong = new BootFixture();
    wrong.levels = 5;
    assertThat(shows(claim, wrong)).isInstanceOf(Shown.class);
    assertThat(shows(claim, new BootFixture())).isInstanceOf(NotShown.class);
    assertThat(shows(new Symptom.ClaimFails("no such"), wrong))
        .isInstanceOfSatisfying(
            Unknown.class,
            why -> assertThat(why.reason()).contains("'no such', but: ", "paging mode"));

    Symptom line = new Symptom.ConsoleLine("mounted");
    assertThat(shows(line, new BootFixture())).as("not searched").isInstanceOf(Unknown.class);
    assertThat(Symptoms.shows(line, searched(Map.of("mounted", "root mounted"))))
        .isInstanceOf(Shown.class);
    assertThat(Symptoms.shows(line, searched(Map.of()))).isInstanceOf(NotShown.class);
    assertThat(
            Symptoms.shows(
                new Symptom.AnyOf(List.of(line, claim)),
                searched(Map.of("mounted", "root mounted"))))
        .isInstanceOf(Shown.class);
  }

  private static Evidence searched(Map<String, String> found) {
    return new Evidence(
        new BootFixture().seen(),
        List.of(),
        new ConsoleLines(List.of("mounted"), found),
        Optional.empty(),
        List.of());
  }

  private static Sighting shows(Symptom symptom, BootFixture boot, Finding... findings) {
    return Symptoms.shows(symptom, new Evidence(boot.seen(), List.of(findings)));
  }
}
