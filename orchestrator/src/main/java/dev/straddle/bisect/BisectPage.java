package dev.straddle.bisect;

import dev.straddle.bisect.Conclusion.Word;
import dev.straddle.disk.Digest;
import dev.straddle.verdict.Tally;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** The page of a bisection: one file, no script, nothing loaded from anywhere. */
public final class BisectPage {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --bad: #c62828; --good: #2e7d32; --p: #3556a8; }
      @media (prefers-color-scheme: dark) { :root { --bad: #ef6c6c; --good: #6cc070; --p: #8aa6f0; } }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem; }
      h1 { margin: 0; } h2 { margin-top: 2rem; }
      header.bad h1 { color: var(--bad); } header.good h1 { color: var(--good); }
      .aside { opacity: .75; }
      svg { width: 100%; height: auto; }
      rect.p { fill: var(--p); } rect.bad { fill: var(--bad); } rect.good { fill: var(--good); }
      rect.skip { fill: #999; } line.axis { stroke: currentColor; } text { fill: currentColor; font-size: 13px; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; padding: .25rem .6rem .25rem 0; vertical-align: top; border-bottom: 1px solid #8884; }
      td.bad { color: var(--bad); } td.good { color: var(--good); }
      code, pre { font: 13px/1.45 ui-monospace, monospace; }
      pre { overflow-x: auto; background: #8881; padding: .7rem; }
      header pre { white-space: pre-wrap; }
      .wide { overflow-x: auto; }
      """;

  private static final int REASON = 160;

  private final Journal journal;
  private final List<String> culprit;
  private final String directory;
  private final Question.Over over;
  private final StringBuilder page = new StringBuilder();

  private BisectPage(Journal journal, List<String> culprit, String directory) {
    this.journal = journal;
    this.culprit = culprit;
    this.directory = directory;
    this.over = journal.question().over();
  }

  /**
   * The page.
   *
   * @param culprit message and diffstat of the culprit, empty when there is none
   * @param directory of the bisection, for the commands that repeat it
   */
  public static String of(Journal journal, List<String> culprit, String directory) {
    return new BisectPage(journal, culprit, directory).build();
  }

  private String build() {
    head();
    add("<h2>Which %s</h2>", over.singular());
    if (journal.conclusion().isEmpty()) {
      add("<p>%s</p>", Html.escape(BisectText.progress(journal)));
    }
    add(PosteriorPicture.of(journal));
    add(
        "<p class=\"aside\">Above the line how probable each %s is, below it the boots that"
            + " show the symptom (red) and that do not (green), and %s that cannot be tested"
            + " (grey).</p>",
        over.singular(), over.plural());
    likeliest();
    if (!culprit.isEmpty()) {
      add("<h2>The culprit</h2><pre>%s</pre>", Html.escape(String.join("\n", culprit)));
    }
    steps();
    repeat();
    journal
        .conclusion()
        .ifPresent(
            end ->
                add(
                    "<details><summary>As text, for a mail</summary><pre>%s</pre></details>",
                    Html.escape(BisectText.mail(journal, culprit))));
    add("</body>\n</html>");
    return page.toString();
  }

  private void head() {
    String word = journal.conclusion().map(end -> end.word().toString()).orElse("not finished");
    String tone =
        journal.conclusion().filter(end -> end.word() == Word.CULPRIT).isPresent() ? "good" : "bad";
    add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
    add(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
            + " 'sha256-%s'\">",
        hash());
    add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    Question question = journal.question();
    String range =
        question.good().map(Html::escape).orElse("?") + " … " + Html.escape(question.bad());
    add("<title>%s: %s</title>\n<style>%s</style>\n</head>\n<body>", word, range, STYLE);
    add(
        "<header class=\"%s\"><p class=\"aside\">straddle · bisection of %s · %s on %s</p>",
        tone, range, Html.escape(question.kernelName()), Html.escape(question.guest()));
    add("<h1>%s</h1>", word);
    add("<pre>%s</pre></header>", Html.escape(BisectText.summary(journal).strip()));
  }

  private void likeliest() {
    double[] probabilities = Posteriors.of(journal);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > 0.001) {
        places.add(i);
      }
    }
    places.sort((a, b) -> Double.compare(probabilities[b], probabilities[a]));
    add(
        "<div class=\"wide\"><table><tr><th>probable</th><th>%s</th><th>shows it</th></tr>",
        over.singular());
    for (int place : places.subList(0, Math.min(10, places.size()))) {
      Commit commit = journal.commits().get(place);
      Tally tally = journal.tally(commit.id());
      add(
          "<tr><td>%s</td><td><code>%s</code> %s</td><td>%d of %d</td></tr>",
          String.format(Locale.ROOT, "%.2f%%", 100 * probabilities[place]),
          commit.shortId(),
          place == 0 ? "or before" : Html.escape(commit.subject()),
          tally.failures(),
          tally.boots());
    }
    add("</table></div>");
  }

  /** Boots of one commit in a row are one step. */
  private void steps() {
    add("<h2>Steps</h2><div class=\"wide\"><table>");
    add("<tr><th></th><th>%s</th><th>boots</th><th>what they say</th></tr>", over.singular());
    List<Trial> trials = journal.trials();
    int number = 0;
    for (int from = 0; from < trials.size(); ) {
      int to = from;
      Trial first = trials.get(from);
      while (to < trials.size()
          && trials.get(to).target().equals(first.target())
          && trials.get(to).said() == first.said()) {
        to++;
      }
      add(
          "<tr><td>%d</td><td>%s</td><td>%d</td><td class=\"%s\">%s: %s</td></tr>",
          ++number,
          Html.escape(BisectText.name(journal, first.target())),
          to - from,
          first.said().shows() ? "bad" : first.said() == Trial.Said.NOT_SHOWN ? "good" : "",
          words(first.said()),
          Html.escape(reason(first.reason())));
      from = to;
    }
    for (Journal.Skip skip : journal.skips()) {
      add(
          "<tr><td></td><td>%s</td><td>0</td><td>skipped: %s</td></tr>",
          Html.escape(BisectText.name(journal, skip.target())), Html.escape(skip.reason()));
    }
    add("</table></div>");
  }

  private void repeat() {
    String name = Html.escape(directory);
    add("<h2>To repeat and go on</h2>");
    String replay =
        over == Question.Over.COMMITS
            ? "\nstraddle bisect log " + name + " | git bisect replay /dev/stdin"
            : "";
    add("<pre>straddle bisect resume %s%s</pre>", name, replay);
  }

  private static String reason(String text) {
    return text.length() > REASON ? text.substring(0, REASON) + "…" : text;
  }

  static String words(Trial.Said said) {
    return switch (said) {
      case SHOWN -> "shows it";
      case SHOWN_REGARDLESS -> "shows it in any layout";
      case NOT_SHOWN -> "does not show it";
      case NOTHING -> "no evidence";
      case ABANDONED -> "other layout";
      case HOST -> "host trouble";
    };
  }

  private void add(String format, Object... values) {
    page.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }

  private static String hash() {
    return Base64.getEncoder()
        .encodeToString(Digest.sha256().digest(STYLE.getBytes(StandardCharsets.UTF_8)));
  }
}
