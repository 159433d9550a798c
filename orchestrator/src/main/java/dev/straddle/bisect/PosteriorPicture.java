package dev.straddle.bisect;

import dev.straddle.verdict.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The probability of each commit as an SVG picture, the boots of each commit below it: failures
 * down in red, passes in green, one step for each.
 */
final class PosteriorPicture {

  private static final int WIDTH = 960;
  private static final int TOP = 160;
  private static final int BELOW = 90;
  private static final int MOST_BOOTS = 30;

  private final Journal journal;
  private final List<String> parts = new ArrayList<>();

  private PosteriorPicture(Journal journal) {
    this.journal = journal;
  }

  static String of(Journal journal) {
    return new PosteriorPicture(journal).draw();
  }

  private String draw() {
    double[] probabilities = Posteriors.of(journal);
    double most = 0;
    for (double p : probabilities) {
      most = Math.max(most, p);
    }
    parts.add(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Probability of each commit\">",
            WIDTH,
            TOP + BELOW + 24));
    double step = (double) WIDTH / probabilities.length;
    double bar = Math.max(step * 0.8, 1.5);
    for (int i = 0; i < probabilities.length; i++) {
      double height = most == 0 ? 0 : (TOP - 20) * probabilities[i] / most;
      if (height > 0.2) {
        rect("p", i * step, TOP - height, bar, height, title(i, probabilities[i]));
      }
      boots(i, i * step, bar);
    }
    line();
    text(0, TOP + BELOW + 18, "start", journal.commits().get(0).shortId());
    text(WIDTH, TOP + BELOW + 18, "end", journal.bad().shortId());
    text(0, 12, "start", String.format(Locale.ROOT, "highest: %.1f%%", 100 * most));
    parts.add("</svg>");
    return String.join("\n", parts);
  }

  private void boots(int place, double x, double bar) {
    Commit commit = journal.commits().get(place);
    Tally tally = journal.tally(commit.id());
    double unit = (double) BELOW / MOST_BOOTS;
    double failed = Math.min(tally.failures(), MOST_BOOTS / 2) * unit;
    double passed = Math.min(tally.passes(), MOST_BOOTS / 2) * unit;
    String title = title(place, -1);
    if (failed > 0) {
      rect("bad", x, TOP + 2, bar, failed, title);
    }
    if (passed > 0) {
      rect("good", x, TOP + 2 + failed, bar, passed, title);
    }
    if (Protocol.untestable(journal, commit.id()).isPresent()) {
      rect("skip", x, TOP + 2, bar, 6, title);
    }
  }

  private String title(int place, double probability) {
    Commit commit = journal.commits().get(place);
    Tally tally = journal.tally(commit.id());
    return commit.shortId()
        + " "
        + commit.subject()
        + (probability >= 0
            ? String.format(Locale.ROOT, ": %.2f%%", 100 * probability)
            : ": "
                + Protocol.untestable(journal, commit.id())
                    .map(reason -> "skipped, " + reason)
                    .orElse(tally.failures() + " of " + tally.boots() + " boots show it"));
  }

  private void rect(String kind, double x, double y, double width, double height, String title) {
    parts.add(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\">"
                + "<title>%s</title></rect>",
            kind,
            x,
            y,
            width,
            height,
            Html.escape(title)));
  }

  private void line() {
    parts.add(
        String.format(
            Locale.ROOT,
            "<line class=\"axis\" x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>",
            TOP,
            WIDTH,
            TOP));
  }

  private void text(int x, int y, String anchor, String text) {
    parts.add(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            Html.escape(text)));
  }
}
