package dev.straddle.night;

import dev.straddle.history.TestId;
import dev.straddle.model.CellId;
import dev.straddle.model.KernelArtifact;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How far a test of a night has come; used by one thread. */
final class Track {

  /** More boots than any test gets in a night. */
  private static final int MOST_BOOTS = 10_000;

  final NightTest test;
  Optional<KernelArtifact> kernel = Optional.empty();
  boolean changed;
  boolean notBuilt;

  /** Boots that are to be made once more, as what they say is told only when they say it twice. */
  final Deque<CellId> again = new ArrayDeque<>();

  int numbered;
  int spoilt;

  Track(NightTest test) {
    this.test = test;
  }

  TestId id() {
    return new TestId(
        test.kernel().name(),
        kernel.flatMap(KernelArtifact::configuration).orElse(""),
        test.variant().name(),
        test.guest().name());
  }

  CellId next() {
    return again.isEmpty() ? test.cell(numbered++) : again.remove();
  }

  /** Nothing of that boot counts, not even that it was tried. */
  void takeBack(CellId cell) {
    if (!isSecondLook(cell)) {
      numbered--;
    }
  }

  static boolean isSecondLook(CellId cell) {
    return cell.seed().isPresent() && cell.repetition() > 1;
  }

  /** Behind that boot, and behind all that have a number. */
  int numberAfter(CellId cell) {
    for (int n = 0; n < MOST_BOOTS; n++) {
      if (test.cell(n).equals(cell)) {
        return Math.max(numbered, n + 1);
      }
    }
    return numbered; // its guest has other seeds now
  }

  Agenda.Tonight tonight() {
    return new Agenda.Tonight(
        id(), test.seeds(), changed, numbered - spoilt, spoilt, !again.isEmpty());
  }

  /** Whether it was not booted as often as every test is to be. */
  boolean leftOut(int boots) {
    return !notBuilt && spoilt < Agenda.SPOILT && numbered - spoilt < boots * test.seeds();
  }
}
