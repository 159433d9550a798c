package dev.straddle.bisect;

import dev.straddle.bisect.Trial.Said;
import dev.straddle.model.Audit;
import dev.straddle.model.Ending;
import dev.straddle.model.Moments;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.Symptom;
import dev.straddle.run.Judgement;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.evidence.Evidence;
import dev.straddle.verdict.evidence.ObservedLayout;
import dev.straddle.verdict.symptom.Sighting;
import dev.straddle.verdict.symptom.Symptoms;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for a symptom.
 *
 * @param symptom what to look for; empty for the crash that shows first, and for no other
 */
public record SymptomSight(Optional<Symptom> symptom) implements Sight {

  @Override
  public Seen of(Observation boot, Path directory, Known known) {
    boolean anyLayout = known.inAnyLayout();
    if (boot.ending() == Ending.ABANDONED) {
      return new Seen(Said.ABANDONED, "its layout needs no new top-level entry");
    }
    Symptom asked = symptom.orElseGet(Symptom.Crash::new);
    Evidence evidence =
        Judgement.evidence(
            boot, RunDirectory.open(directory.getParent().getParent()), asked, List.of());
    Optional<String> trouble = boot.trouble();
    if (trouble.isPresent()) {
      return new Seen(Said.HOST, trouble.get());
    }
    Sighting sighting = Symptoms.shows(asked, evidence, anyLayout);
    if (sighting instanceof Sighting.Shown shown) {
      return symptom.isEmpty() && !known.firstShown().orElse(shown.reason()).equals(shown.reason())
          ? new Seen(Said.NOTHING, "another crash: " + shown.reason())
          : new Seen(
              !anyLayout && isLeftToChance(boot) && lacksNothing(evidence)
                  ? Said.SHOWN_REGARDLESS
                  : Said.SHOWN,
              shown.reason());
    }
    if (sighting instanceof Sighting.Unknown
        && !anyLayout
        && ObservedLayout.needsNoNewEntryByChance(Optional.of(boot))) {
      return new Seen(Said.ABANDONED, sighting.reason());
    }
    return new Seen(
        sighting instanceof Sighting.NotShown ? Said.NOT_SHOWN : said(evidence), sighting.reason());
  }

  /** Whether the page tables' layout may decide if the symptom shows. */
  boolean mayNeedALayout() {
    return symptom.isEmpty()
        || symptom.get() instanceof Symptom.Crash
        || symptom.get() instanceof Symptom.Gap
        || symptom.get() instanceof Symptom.Report;
  }

  private boolean isLeftToChance(Observation boot) {
    double chance = boot.plan().spanProbability();
    return mayNeedALayout() && chance > 0 && chance < 1;
  }

  /** Whether no page table lacks what init_mm has, be it that the layout asks for nothing. */
  private static boolean lacksNothing(Evidence boot) {
    return boot.seen().audits().stream().allMatch(audit -> audit.gaps().isEmpty())
        && (ObservedLayout.needsNoNewEntryByChance(Optional.of(boot.seen()))
            || boot.last().filter(SymptomSight::isOfTheEnd).isPresent());
  }

  private static boolean isOfTheEnd(Audit audit) {
    return audit.tables() > 0 && !Set.of(Moments.FIRST_WORD, Moments.BEFORE).contains(audit.when());
  }

  /** What tells nothing is the host's fault where the verdict on the boot says so. */
  private static Said said(Evidence evidence) {
    return CellJudge.judge(evidence).outcome() == Outcome.INFRA ? Said.HOST : Said.NOTHING;
  }
}
