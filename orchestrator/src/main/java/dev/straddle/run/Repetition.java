package dev.straddle.run;

import dev.straddle.boot.Booter;
import dev.straddle.lab.Answer;
import dev.straddle.lab.Bench;
import dev.straddle.lab.Job;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.UnreadableRunException;
import dev.straddle.verdict.CellJudge;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One boot to just before its probe, and the probe many times from there, as many at once as the
 * lab has slots. Turns are told in their order, whichever ended first; one that the host spoils
 * does not stop the others.
 *
 * @param directory of the boots
 */
public record Repetition(KernelArtifact kernel, GuestSpec guest, RunDirectory directory) {

  private static final String SAVED = "saved";

  /**
   * Once from there.
   *
   * @param took empty where there is no record of it
   */
  record Turn(CellVerdict verdict, Optional<Duration> took) {

    int number() {
      return verdict.cell().repetition();
    }

    /** In a line. */
    String words() {
      return String.format(Locale.ROOT, "%3d  %s", number(), meaning())
          + took.map(t -> String.format(Locale.ROOT, " (%.2f s)", t.toMillis() / 1000.0))
              .orElse("");
    }

    private String meaning() {
      return verdict.outcome() + ", " + verdict.reason();
    }
  }

  /** Where the machine lies, and what it said before. */
  private Path saved() {
    return directory.path().resolve(SAVED);
  }

  /**
   * Saves the machine.
   *
   * @return whether its guest came to its probe
   */
  boolean save(Bench bench) throws InterruptedException {
    bench.submit(new Job.Save(cell(1), guest, kernel, saved()));
    Answer answer = bench.next();
    if (answer instanceof Answer.Saved done) {
      return done.came();
    }
    throw Boots.failure(answer);
  }

  /**
   * Goes on from there again and again, and lets the machine go at the end.
   *
   * @param listener hears of each turn that ended, in order
   * @throws InterruptedException when the lab was stopped meanwhile, too
   */
  void run(int times, Bench bench, int atOnce, Consumer<Turn> listener)
      throws InterruptedException {
    Map<Integer, Turn> untold = new TreeMap<>();
    try {
      int next = 1;
      int due = 1;
      while (due <= times) {
        for (; next <= times && bench.outstanding() < atOnce; next++) {
          bench.submit(new Job.Boot(cell(next), guest, kernel, directory.path()).from(saved()));
        }
        Turn turn = turn(bench.next());
        untold.put(turn.number(), turn);
        for (; untold.containsKey(due); due++) {
          listener.accept(untold.remove(due));
        }
      }
    } finally {
      untold.values().forEach(listener);
      remove(saved().resolve(Booter.STATE));
    }
  }

  /**
   * Does all of it and tells how it goes on and what came of it, after Ctrl-C too: what was tried
   * counts.
   *
   * @return what the turns came to; nothing where the guest never came to its probe
   */
  public Set<Outcome> told(int times, Bench bench, int atOnce, PrintWriter out)
      throws InterruptedException {
    if (!save(bench)) {
      out.println("the guest did not come to its probe; see " + saved());
      return Set.of();
    }
    Map<String, Integer> counts = new TreeMap<>();
    Set<Outcome> outcomes = new TreeSet<>();
    try {
      run(
          times,
          bench,
          atOnce,
          turn -> {
            outcomes.add(turn.verdict().outcome());
            counts.merge(turn.meaning(), 1, Integer::sum);
            out.println(turn.words());
            out.flush();
          });
    } finally {
      counts.forEach((what, count) -> out.printf("%d times %s%n", count, what));
      out.println("files in " + directory.path());
      out.flush();
    }
    return outcomes;
  }

  private Turn turn(Answer answer) throws InterruptedException {
    if (answer instanceof Answer.Booted booted) {
      Observation seen = booted.seen();
      try {
        return new Turn(Boots.judged(seen, directory).verdict(), Optional.of(seen.took()));
      } catch (UnreadableRunException | InfraException e) { // costs its own turn alone
        return spoilt(booted.job(), "the boot cannot be judged: " + e.getMessage());
      }
    }
    if (answer instanceof Answer.Trouble trouble && trouble.job() instanceof Job.Boot boot) {
      return spoilt(boot, trouble.message());
    }
    throw Boots.failure(answer);
  }

  private static Turn spoilt(Job.Boot boot, String why) {
    String firstLine = why.lines().findFirst().orElse("no message");
    return new Turn(CellJudge.neverBooted(boot.cell(), firstLine), Optional.empty());
  }

  private CellId cell(int number) {
    return new CellId(kernel.kernel(), kernel.variant(), guest.name(), number, Optional.empty());
  }

  private static void remove(Path state) {
    try {
      Files.deleteIfExists(state);
    } catch (IOException e) {
      throw new InfraException("cannot remove " + state + ": " + e, "remove it by hand", e);
    }
  }
}
