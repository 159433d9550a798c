package dev.straddle.bisect;

import dev.straddle.bisect.Trial.Said;
import dev.straddle.model.Ending;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.Symptom;
import dev.straddle.run.Judgement;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.evidence.Evidence;
import dev.straddle.verdict.symptom.Sighting;
import dev.straddle.verdict.symptom.Symptoms;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Looks for a symptom.
 *
 * @param symptom what to look for; empty for the crash that shows first, and for no other
 */
public record SymptomSight(Optional<Symptom> symptom) implements Sight {

  @Override
  public Seen of(Observation boot, Path directory, Optional<String> before) {
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
    Sighting sighting = Symptoms.shows(asked, evidence);
    if (sighting instanceof Sighting.Shown shown) {
      return symptom.isEmpty() && before.isPresent() && !before.get().equals(shown.reason())
          ? new Seen(Said.NOTHING, "another crash: " + shown.reason())
          : new Seen(Said.SHOWN, shown.reason());
    }
    return new Seen(
        sighting instanceof Sighting.NotShown ? Said.NOT_SHOWN : said(evidence), sighting.reason());
  }

  /** What tells nothing is the host's fault where the verdict on the boot says so. */
  private static Said said(Evidence evidence) {
    return CellJudge.judge(evidence).outcome() == Outcome.INFRA ? Said.HOST : Said.NOTHING;
  }
}
