package dev.straddle.report;

import dev.straddle.model.Audit;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.Proof;
import dev.straddle.model.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the templates print, in the order in which they print it.
 *
 * @param answer what the run says
 * @param style the style sheet
 * @param styleHash its SHA-256 in Base64, for the content security policy
 * @param bootsMade how many there were; {@code boots} has the first of them
 * @param since empty where there is no earlier run of the matrix
 * @param summary the run as plain text, to paste in a mail
 */
record Page(
    RunRecord run,
    Answer answer,
    String style,
    String styleHash,
    List<Matrix> matrices,
    String summary,
    List<Section> sections,
    int bootsMade,
    Optional<Since> since,
    List<Bar> boots,
    List<Bar> work) {

  /**
   * A kernel on a guest: its pair of variants and their boots.
   *
   * @param proof what was missing without the series, beside how it stands with it
   * @param diff where the first consoles of both variants part ways
   * @param boots those shown in full
   * @param rest those that are like one of them
   */
  record Section(
      String kernel,
      String guest,
      String description,
      Optional<PairVerdict> pair,
      Optional<AddressPicture> picture,
      String placement,
      Optional<SideBySide> proof,
      Optional<ConsoleDiff> diff,
      List<Boot> boots,
      List<Boot> rest) {

    String anchor() {
      return "on-" + kernel + "-" + guest;
    }

    /** Whether all is as it should be on a guest where nothing was to be seen. */
    boolean isQuietControl() {
      return pair.filter(p -> p.asExpected() && Words.expected(p).equals("control")).isPresent();
    }

    boolean deviates() {
      return pair.filter(p -> !p.asExpected()).isPresent();
    }

    String word() {
      return pair.map(Words::pair).orElse("");
    }

    String tone() {
      return pair.map(Words::tone).orElse("unsure");
    }
  }

  /**
   * One cell; what was not seen or not built is empty.
   *
   * @param audit the reading that says most: the last one
   * @param console what the page has room for
   */
  record Boot(
      CellId id,
      Optional<CellVerdict> verdict,
      Optional<Observation> seen,
      Optional<BuildFailure> buildFailure,
      List<Report> reports,
      Optional<Audit> audit,
      Optional<Timeline> timeline,
      Optional<ConsoleView> console) {

    String anchor() {
      return Page.anchor(id);
    }

    /** The cell's directory, seen from the page. */
    String files() {
      return "../cells/" + id.directoryName().replace("#", "%23");
    }

    String outcome() {
      return verdict.map(v -> v.outcome().name()).orElse("NOT RUN");
    }

    String tone() {
      return verdict.map(v -> Words.tone(v.outcome())).orElse("unsure");
    }

    String reason() {
      return verdict
          .map(CellVerdict::reason)
          .orElse("the run ended before it was this cell's turn");
    }

    /** Whether the reason says no more than the headline of the first report. */
    boolean reasonIsTitle() {
      return !reports.isEmpty() && reports.get(0).finding().title().equals(reason());
    }

    String bootCommand() {
      return "straddle boot " + id;
    }

    /** A crash speaks for itself; what a pass or a doubt rests on should be seen. */
    boolean proofsMatter() {
      return verdict.filter(v -> v.outcome() != Outcome.OOPS).isPresent();
    }

    String proofsInShort() {
      List<Proof> proofs = verdict.map(CellVerdict::proofs).orElse(List.of());
      Map<Proof.Status, Long> counts =
          proofs.stream()
              .collect(Collectors.groupingBy(Proof::status, TreeMap::new, Collectors.counting()));
      return "Claims: "
          + counts.entrySet().stream()
              .map(e -> e.getValue() + " " + Words.status(e.getKey()))
              .collect(Collectors.joining(", "));
    }

    /** What the probe did, as far as it went. */
    List<GuestFacts.Step> steps() {
      return seen.map(o -> o.facts().steps()).orElse(List.of());
    }

    /** Whether one failed, or straddle itself did some of them. */
    boolean stepsMatter() {
      return steps().stream().anyMatch(step -> !step.succeeded() || step.ssh().isPresent());
    }

    String stepsInShort() {
      long failed = steps().stream().filter(step -> !step.succeeded()).count();
      long overSsh = steps().stream().filter(step -> step.ssh().isPresent()).count();
      return "Steps of the probe: "
          + steps().size()
          + (overSsh > 0 ? ", " + overSsh + " over SSH" : "")
          + (failed > 0 ? ", " + failed + " failed" : "");
    }

    /** What the audit found, in one line. */
    String auditInShort() {
      Audit last = audit.orElseThrow();
      String what =
          last.gaps().stream()
              .map(
                  g -> g.slots() + " (" + g.last().region() + ") missing in " + g.last().lackedBy())
              .collect(Collectors.joining(", "));
      return "Top-level page tables, read from outside: "
          + (what.isEmpty()
              ? "init_mm and " + last.tables() + " others agree"
              : what + " of " + last.tables());
    }
  }

  /** A finding, and where it stands in the console. */
  record Report(Finding finding, Optional<CrashBox> box) {}

  /** A line of a bar chart; {@code length} from 0 to 1000. */
  record Bar(
      String name,
      String anchor,
      String tone,
      String word,
      double length,
      String took,
      List<Timeline.Mark> marks) {

    /** How much of the bar a label takes. */
    private static final double LABEL = 140;

    /** The marks that have room for their names, from the left; that a boot begins is plain. */
    List<Timeline.Mark> labels() {
      List<Timeline.Mark> shown = new ArrayList<>();
      double free = LABEL / 4;
      for (Timeline.Mark mark : marks) {
        if (mark.x() >= free && mark.x() + LABEL <= 1000) {
          shown.add(mark);
          free = mark.x() + LABEL;
        }
      }
      return shown;
    }
  }

  static String anchor(CellId cell) {
    return "boot-" + cell.directoryName().replace('#', '.').replace('~', '.');
  }
}
