package dev.straddle.bisect;

import dev.straddle.bisect.Conclusion.Proof;
import dev.straddle.lab.Lab;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunLock;
import dev.straddle.spec.Library;
import dev.straddle.verdict.ExitStatus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Bisections as people ask for them: begun or gone on with, told, and followed by another where one
 * option needs others.
 *
 * @param library of kernels and guests that have names
 * @param root where bisections are kept
 * @param labs where kernels are built and booted
 * @param out for what was found
 * @param err for how it goes on
 */
public record BisectSession(
    Library library,
    Path cache,
    Path root,
    Labs labs,
    BisectListener listener,
    PrintWriter out,
    PrintWriter err) {

  /** Work that needs a lab. */
  @FunctionalInterface
  public interface Work {
    Journal in(Lab lab) throws InterruptedException;
  }

  /** Opens a lab for a piece of work, and closes it behind it. */
  @FunctionalInterface
  public interface Labs {
    Journal during(String name, Work work) throws InterruptedException;
  }

  /** Begins a bisection and tells its end; returns the exit status. */
  public int begin(Question question) throws InterruptedException {
    BisectSetting setting = BisectSetting.of(library, cache, question);
    GitRepository.Range range = setting.range(question);
    Path directory = RunDirectory.begin(root, setting.guest().name()).path();
    err.println(question.over().count(range.commits().size() - 1) + "; " + directory);
    if (range.firstParents() && question.good().isPresent()) {
      err.println("so many that only first parents are looked at");
    }
    Journal journal = Journal.of(question, range.commits(), range.fork());
    JournalFile file = JournalFile.in(directory);
    file.write(journal); // whatever comes, it can be gone on with
    return RunLock.alone(directory, () -> toItsEnd(setting, file, journal));
  }

  /**
   * Goes on with a bisection on which nobody else works, and tells its end; returns the exit
   * status.
   *
   * @param budget another one for all of it; zero for none
   */
  public int resume(JournalFile file, Optional<Duration> budget) throws InterruptedException {
    file.asked(); // what is no bisection is left as it is
    return RunLock.alone(file.directory(), () -> goOn(file, budget));
  }

  private int goOn(JournalFile file, Optional<Duration> budget) throws InterruptedException {
    Journal journal = file.asked();
    Question question =
        budget
            .map(time -> journal.question().within(Optional.of(time).filter(t -> !t.isZero())))
            .orElse(journal.question());
    return toItsEnd(BisectSetting.of(library, cache, question), file, journal.reopened(question));
  }

  private int toItsEnd(BisectSetting setting, JournalFile file, Journal from)
      throws InterruptedException {
    Path directory = file.directory();
    Journal end;
    try {
      end =
          labs.during(
              directory.getFileName().toString(),
              lab -> setting.bisection(file, lab, listener).run(from));
    } catch (InterruptedException e) {
      err.println("go on with: straddle bisect resume " + directory.getFileName());
      throw e;
    }
    out.print(BisectText.summary(end));
    out.flush();
    BisectFiles.write(directory, end, setting.repository());
    out.println("  " + directory.resolve(BisectFiles.PAGE));
    out.flush();
    Optional<Question> more = OptionRounds.next(end, directory);
    if (more.isPresent()) {
      out.printf("which options does %s need?%n", OptionRounds.found(end).orElseThrow());
      out.flush();
      begin(more.get());
    } else if (end.question().over() == Question.Over.OPTIONS) {
      out.println(OptionRounds.words(end));
    }
    return exitStatus(end.conclusion().orElseThrow());
  }

  private static int exitStatus(Conclusion conclusion) {
    return switch (conclusion.word()) {
      case CULPRIT ->
          conclusion.proof() == Proof.CONFIRMED
              ? ExitStatus.AS_EXPECTED
              : ExitStatus.AGAINST_EXPECTATION;
      case CULPRITS, INTRODUCED_BEFORE, FIXED_ON_OTHER_SIDE -> ExitStatus.AGAINST_EXPECTATION;
      case NOT_REPRODUCED, OUT_OF_BUDGET, INFRA -> ExitStatus.NO_ANSWER;
    };
  }
}
