package dev.straddle.night;

import dev.straddle.history.Chronicle;
import dev.straddle.model.InfraException;
import dev.straddle.model.NightlySpec;
import dev.straddle.report.NightSite;
import dev.straddle.report.NightText;
import dev.straddle.runs.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells what a night came to: beside its run, by pages, by mail. What one of them lacks, a full
 * disk say, keeps back none of the others.
 *
 * @param runs where runs are kept
 * @param site where pages are kept
 * @param mail whether any is sent
 */
public record Morning(NightlySpec spec, Path runs, Path site, boolean mail) {

  /** The file beside the run. */
  public static final String TEXT = "night.txt";

  /** Something that may fail by the host's fault. */
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /**
   * The same, and to a person who is there.
   *
   * @param out for the report, and where the pages are
   * @param err for what could not be done
   */
  public List<String> tell(Chronicle chronicle, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    out.print(NightText.of(chronicle));
    out.flush();
    List<String> trouble = tell(chronicle);
    trouble.forEach(line -> err.println("straddle: " + line));
    out.println("pages: " + site.resolve(NightSite.FRONT));
    out.flush();
    return trouble;
  }

  /**
   * Tells of the last night.
   *
   * @return what could not be done
   */
  public List<String> tell(Chronicle chronicle) throws InterruptedException {
    String text = NightText.of(chronicle);
    List<String> trouble = new ArrayList<>();
    String run = chronicle.last().orElseThrow().run();
    attempt(
        "the report was not written",
        trouble,
        () -> RunDirectory.open(runs.resolve(run)).write(TEXT, out -> out.write(text)));
    attempt("the pages were not written", trouble, () -> NightSite.write(chronicle, site, runs));
    String told =
        trouble.isEmpty() ? text : text + "\nTrouble:\n  " + String.join("\n  ", trouble) + "\n";
    send(NightText.subject(chronicle), told, trouble);
    return trouble;
  }

  /**
   * Tells that there is nothing to tell.
   *
   * @return what could not be done
   */
  public List<String> noReport(String why) throws InterruptedException {
    List<String> trouble = new ArrayList<>();
    send("[straddle] " + spec.name() + ": no report", why + "\n", trouble);
    return trouble;
  }

  private void send(String subject, String text, List<String> trouble) throws InterruptedException {
    if (mail && spec.mail().isPresent()) {
      attempt("the mail was not sent", trouble, () -> Post.send(spec.mail().get(), subject, text));
    }
  }

  private static void attempt(String otherwise, List<String> trouble, Step step)
      throws InterruptedException {
    try {
      step.run();
    } catch (IOException | InfraException e) {
      trouble.add(otherwise + ": " + e.getMessage());
    }
  }
}
