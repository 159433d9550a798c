package dev.straddle.lab;

import dev.straddle.lab.Engine.Phase;
import dev.straddle.lab.Engine.Status;
import java.util.ArrayList;
import java.util.List;

/** A task that the scheduler has, what it is to do, and what has been heard of it. */
final class Submission<E> {

  /** What to make of it. */
  enum Judgement {
    GOES_ON,
    RUNS,
    /** It is over and has left something out. */
    LOST,
    /** No node has been able to take it for long. */
    STUCK
  }

  private final List<E> entries;
  private String node = "";
  private String heldFor = "";
  private String state = "";
  private boolean withdrawn;
  private long overSince;
  private long stuckSince;

  Submission(List<E> entries) {
    this.entries = new ArrayList<>(entries);
  }

  /** Those without an answer yet; who answers one takes it out. */
  List<E> entries() {
    return entries;
  }

  /** Where it was last seen; empty where it never was anywhere. */
  String node() {
    return node;
  }

  /** The scheduler's word for its end. */
  String state() {
    return heldFor.isEmpty() ? state : heldFor;
  }

  /** Whether its end speaks against the node where it was. */
  boolean blamesNode() {
    return !withdrawn && !node.isEmpty();
  }

  /** Hears where it is now. */
  Judgement hears(Status status, Pace pace) {
    long now = System.nanoTime();
    state = status.state();
    if (!status.node().isEmpty()) {
      node = status.node();
    }
    if (status.phase() == Phase.HELD) {
      heldFor = status.state();
    }
    withdrawn = status.phase() == Phase.WITHDRAWN;
    boolean over = !status.live() || status.phase() == Phase.HELD;
    overSince = over ? since(overSince, now) : 0; // put back into the queue, perhaps
    stuckSince = status.phase() == Phase.STUCK ? since(stuckSince, now) : 0;
    if (over && now - overSince > pace.grace().toNanos()) {
      return Judgement.LOST;
    }
    if (stuckSince != 0 && now - stuckSince > pace.limit().toNanos()) {
      return Judgement.STUCK;
    }
    return status.phase() == Phase.RUNNING ? Judgement.RUNS : Judgement.GOES_ON;
  }

  private static long since(long before, long now) {
    return before == 0 ? now : before;
  }
}
