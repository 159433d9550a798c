package dev.straddle.night;

import dev.straddle.bisect.BisectFiles;
import dev.straddle.bisect.BisectListener;
import dev.straddle.bisect.BisectSetting;
import dev.straddle.bisect.BisectText;
import dev.straddle.bisect.GitRepository;
import dev.straddle.bisect.Journal;
import dev.straddle.bisect.JournalFile;
import dev.straddle.bisect.Question;
import dev.straddle.history.FailureKey;
import dev.straddle.history.TestId;
import dev.straddle.lab.Lab;
import dev.straddle.model.InfraException;
import dev.straddle.run.Hunt;
import dev.straddle.runs.NightRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.spec.Library;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has the strategy of {@code straddle bisect} find the commit of a night's regression. */
public final class NightBisector implements Bisector {

  private static final double ERROR = 0.01;

  private final Library library;
  private final Path cache;
  private final Path bisections;
  private final Lab lab;
  private final BisectListener listener;

  /**
   * @param bisections where they are kept
   */
  public NightBisector(
      Library library, Path cache, Path bisections, Lab lab, BisectListener listener) {
    this.library = library;
    this.cache = cache;
    this.bisections = bisections;
    this.lab = lab;
    this.listener = listener;
  }

  @Override
  public NightRecord.Bisected find(Hunt hunt) throws InterruptedException {
    Path directory =
        hunt.begun()
            .map(Path::of)
            .orElseGet(
                () ->
                    RunDirectory.begin(bisections, "regression-" + hunt.regression().id()).path());
    try {
      return found(hunt, directory, journal(hunt, directory));
    } catch (IllegalArgumentException | InfraException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return new NightRecord.Bisected(
          hunt.regression().id(), directory.toString(), true, "not possible: " + why);
    } catch (InterruptedException e) {
      return new NightRecord.Bisected(
          hunt.regression().id(),
          directory.toString(),
          false,
          "it goes on the next night, or with straddle bisect resume " + directory.getFileName());
    }
  }

  private Journal journal(Hunt hunt, Path directory) throws InterruptedException {
    JournalFile file = JournalFile.in(directory);
    Question question = question(hunt);
    BisectSetting setting = BisectSetting.of(library, cache, question);
    Journal from;
    if (hunt.begun().isPresent()) {
      from = file.read().reopened(question);
    } else {
      GitRepository.Range range = setting.range(question);
      from = Journal.of(question, range.commits(), range.fork());
    }
    Journal end = setting.bisection(file, lab, listener).run(from);
    BisectFiles.write(directory, end, setting.repository());
    return end;
  }

  private static NightRecord.Bisected found(Hunt hunt, Path directory, Journal end) {
    String answer = BisectText.summary(end).lines().findFirst().orElse("");
    String sentence =
        end.conclusion().orElseThrow().culprits().stream()
            .limit(1)
            .map(culprit -> BisectText.name(end, culprit))
            .filter(culprit -> !answer.contains(culprit))
            .map(culprit -> answer + ": " + culprit)
            .findFirst()
            .orElse(answer);
    return new NightRecord.Bisected(hunt.regression().id(), directory.toString(), true, sentence);
  }

  private static Question question(Hunt hunt) {
    return new Question(
        Question.Over.COMMITS,
        Optional.of(hunt.good()),
        hunt.bad(),
        hunt.kernel().definedIn().toAbsolutePath() + "/" + hunt.variant().name(),
        hunt.guest().definedIn().toAbsolutePath().toString(),
        List.of(hunt.symptom()),
        ERROR,
        Optional.of(hunt.budget()),
        false,
        Instant.now());
  }

  /** The failure as a symptom: its title, with any number where numbers were taken out. */
  static String symptom(FailureKey key, TestId test) {
    if (test.isBuild()) {
      return "build:" + pattern(key.title());
    }
    if (key.title().equals(FailureKey.HANG)) {
      return "hang";
    }
    if (key.title().equals("OOPS")) {
      return "crash";
    }
    return "title:" + pattern(key.title());
  }

  /** What compilers add to the names of functions is none of a title. */
  private static String pattern(String title) {
    List<String> words = new ArrayList<>();
    String before = "";
    for (String word : title.split(" ", -1)) {
      String quoted = word.replaceAll("[\\\\.\\[\\]{}()*+?^$|]", "\\\\$0");
      boolean function =
          word.matches("[A-Za-z_]\\w*") && (word.contains("_") || before.equals("in"));
      words.add(
          quoted.replace("NUM", "\\d+").replace("ADDR", "0x[0-9a-f]+")
              + (function ? "(\\.(isra|constprop|part|cold)[.\\d]*)?" : ""));
      before = word;
    }
    return String.join(" ", words);
  }
}
