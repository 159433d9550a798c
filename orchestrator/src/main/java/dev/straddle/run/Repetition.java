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
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One boot to just before its probe, and the probe many times from there, as many at once as the
 * lab has slots. Turns are told in their order, whichever ended first.
 *
 * @param directory of the boots
 */
public record Repetition(KernelArtifact kernel, GuestSpec guest, RunDirectory directory) {

  private static final String SAVED = "saved";

  /** Once from there, and what it means. */
  record Turn(int number, Observation seen, CellVerdict verdict) {

    /** In a line. */
    String words() {
      return String.format(
          Locale.ROOT, "%3d  %s (%.2f s)", number, meaning(), seen.took().toMillis() / 1000.0);
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
    throw Boots.without(answer);
  }

  /**
   * Goes on from there again and again, and lets the machine go at the end.
   *
   * @param listener hears of each turn, in order
   * @throws InterruptedException when the lab was stopped meanwhile, too
   */
  void run(int times, Bench bench, int atOnce, Consumer<Turn> listener)
      throws InterruptedException {
    Map<Integer, Turn> held = new HashMap<>();
    try {
      int next = 1;
      for (int due = 1; due <= times; due++) {
        while (!held.containsKey(due)) {
          for (; next <= times && bench.outstanding() < atOnce; next++) {
            bench.submit(new Job.Boot(cell(next), guest, kernel, directory.path()).from(saved()));
          }
          Answer answer = bench.next();
          if (!(answer instanceof Answer.Booted booted)) {
            throw Boots.without(answer);
          }
          Turn turn = turn(booted.seen());
          held.put(turn.number(), turn);
        }
        listener.accept(held.remove(due));
      }
    } finally {
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

  private Turn turn(Observation seen) {
    return new Turn(seen.cell().repetition(), seen, Boots.judged(seen, directory).verdict());
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
