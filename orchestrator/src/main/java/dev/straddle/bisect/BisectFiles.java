package dev.straddle.bisect;

import dev.straddle.runs.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a finished bisection leaves in its directory beside its journal. */
public final class BisectFiles {

  public static final String MAIL = "mail.txt";
  public static final String LOG = "bisect.log";
  public static final String PAGE = "index.html";

  private BisectFiles() {}

  public static void write(Path directory, Journal journal, Optional<GitRepository> repository)
      throws InterruptedException {
    List<String> culprits = journal.conclusion().orElseThrow().culprits();
    List<String> shown =
        culprits.size() == 1 && repository.isPresent()
            ? repository.get().show(culprits.get(0))
            : List.of();
    RunDirectory run = RunDirectory.open(directory);
    if (journal.question().over() == Question.Over.COMMITS) {
      run.write(LOG, out -> out.write(BisectLog.of(journal)));
    }
    String name = directory.getFileName().toString();
    run.write(PAGE, out -> out.write(BisectPage.of(journal, shown, name)));
    run.write(MAIL, out -> out.write(BisectText.mail(journal, shown)));
  }
}
