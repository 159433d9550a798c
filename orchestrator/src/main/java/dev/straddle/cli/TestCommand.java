package dev.straddle.cli;

import dev.straddle.bisect.CommitTest;
import dev.straddle.bisect.SymptomSight;
import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.Symptom;
import dev.straddle.report.BuildText;
import dev.straddle.spec.Places;
import dev.straddle.spec.SymptomReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code straddle test}: one commit for {@code git bisect run}. */
@Command(
    name = "test",
    header = "one commit, for git bisect run",
    description =
        "Builds a kernel, boots it and says in the words of 'git bisect run' whether it shows a"
            + " symptom. The kernel's source is the work tree that git moves: 'source:"
            + " directory:'.",
    footer = {
      "",
      "Exit status: 0 it does not show the symptom, 1 it does, 125 it cannot be tested: it does not"
          + " build, or no boot says anything; 128 the host or the command line is to blame, and"
          + " git stops."
    })
final class TestCommand extends Subcommand {

  /** The launcher, which knows a JVM that cannot start by its 1, asks for another word. */
  private static final int BAD = Integer.getInteger("straddle.bad", 1);

  static final int ABORT = CommitTest.Word.ABORT.status(BAD);

  @Mixin private KernelOnGuest asked;

  @Option(
      names = {"-s", "--symptom"},
      paramLabel = "SYMPTOM",
      description = SymptomReader.SPELLINGS + ". Default: crash.")
  private List<String> symptoms = List.of();

  @Option(
      names = "--boots",
      paramLabel = "N",
      defaultValue = "1",
      converter = Values.Count.class,
      description =
          "Boots until one shows the symptom, at most so many. Default: ${DEFAULT-VALUE}. For"
              + " a symptom that does not always show, straddle bisect errs less and boots less.")
  private int most;

  /** Whatever goes wrong, git must not take it for a word on the commit. */
  @Override
  public Integer call() {
    PrintWriter err = err();
    try {
      return test();
    } catch (BuildFailedException e) {
      BuildText.print(e.failure(), err);
      return CommitTest.Word.SKIP.status(BAD);
    } catch (Exception e) {
      Main.explain(e, spec().commandLine());
      return ABORT;
    } catch (Error e) { // the JVM would end with a status that git takes for bad
      e.printStackTrace(err);
      return ABORT;
    }
  }

  private int test() throws Exception {
    CommitTest test =
        new CommitTest(
            asked.read(Places.standard().library()),
            new SymptomSight(
                SymptomReader.asked(symptoms).or(() -> Optional.of(new Symptom.Crash()))),
            most);
    return SingleBoots.during(this, boots -> test.run(boots, this::say).status(BAD));
  }

  private void say(String line) {
    out().println(line);
    out().flush();
  }
}
