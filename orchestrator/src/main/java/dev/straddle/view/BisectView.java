package dev.straddle.view;

import dev.straddle.bisect.Action;
import dev.straddle.bisect.BisectListener;
import dev.straddle.bisect.BisectText;
import dev.straddle.bisect.Journal;
import dev.straddle.bisect.Trial;
import dev.straddle.lab.LabListener;
import dev.straddle.text.Ansi;
import dev.straddle.verdict.Tally;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells how a bisection goes on: a line for each build and boot, and how much is left. */
public final class BisectView implements BisectListener {

  private static final int REASON = 100;

  private final PrintWriter out;
  private final Ansi ansi;
  private final BuildProgress builds;
  private String target = "";
  private Action.Phase phase = Action.Phase.CALIBRATE;

  public BisectView(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
    this.builds = new BuildProgress(out);
  }

  @Override
  public void begins(Journal journal, Action.Boot step) {
    if (step.target().equals(target) && step.phase() == phase) {
      return;
    }
    target = step.target();
    phase = step.phase();
    String left = phase == Action.Phase.SEARCH ? "; " + BisectText.progress(journal) : "";
    line(
        ansi.bold(phase.name().toLowerCase(Locale.ROOT))
            + " "
            + BisectText.name(journal, target)
            + left);
  }

  @Override
  public void builds(Journal journal, String commit) {
    line("build " + BisectText.name(journal, commit));
  }

  @Override
  public void goesOn(LabListener.Step step) {
    if (step instanceof LabListener.Step.Working working) {
      builds.accept(working.event());
    }
  }

  @Override
  public void built(Journal journal, Journal.Kernel kernel) {
    line(String.format(Locale.ROOT, "  built in %d s", kernel.took().toSeconds()));
  }

  @Override
  public void opened(Journal journal, String merge) {
    line(
        String.format(
            "looking inside the merge %s: %d commits now",
            BisectText.name(journal, merge), journal.commits().size() - 1));
  }

  @Override
  public void skipped(Journal journal, Journal.Skip skip) {
    line("  " + ansi.yellow("skipped") + ": " + skip.reason());
  }

  @Override
  public void booted(Journal journal, Trial trial) {
    Tally tally = journal.tally(trial.target());
    String said =
        switch (trial.said()) {
          case SHOWN -> ansi.red("shows it");
          case NOT_SHOWN -> ansi.green("does not show it");
          case NOTHING -> ansi.yellow("no evidence");
          case SHOWN_REGARDLESS -> ansi.red("shows it in any layout");
          case ABANDONED -> "other layout";
          case HOST -> ansi.yellow("host trouble");
        };
    String reason = trial.reason().lines().findFirst().orElse("");
    line(
        String.format(
            Locale.ROOT,
            "  %s (%d of %d): %s",
            said,
            tally.failures(),
            tally.boots(),
            reason.length() > REASON ? reason.substring(0, REASON) + "…" : reason));
  }

  private void line(String text) {
    out.println(text);
    out.flush();
  }
}
