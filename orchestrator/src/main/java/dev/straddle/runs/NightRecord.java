package dev.straddle.runs;

import dev.straddle.model.CellId;
import dev.straddle.model.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a night's run is besides a run, as {@code night.json} tells: with the boots beside it, all
 * that the fold over nights needs.
 *
 * @param schema version of this record's JSON form
 * @param name under which nights belong together
 * @param deadline when its time is over
 * @param ended empty while it goes on, and after it was killed
 * @param waivers those that were in force at its beginning, expired ones too
 * @param commitsPresent of the commits that people wait for, those that tonight's kernels have
 * @param kernels what was tested
 * @param leftOut tests that the time did not suffice for
 * @param trouble what kept the night from something, a sentence each
 * @param bisections what was found of regressions
 * @param timed guest times of seeded boots that carry a bound, in the order of the boots
 */
public record NightRecord(
    int schema,
    String name,
    Instant started,
    Instant deadline,
    Optional<Instant> ended,
    List<Waiver> waivers,
    List<String> commitsPresent,
    List<Kernel> kernels,
    List<String> leftOut,
    List<String> trouble,
    List<Bisected> bisections,
    List<Timed> timed) {

  public static final int SCHEMA = 1;

  /** Its name in the run's directory. */
  public static final String FILE = "night.json";

  public NightRecord {
    waivers = List.copyOf(waivers);
    commitsPresent = List.copyOf(commitsPresent);
    kernels = List.copyOf(kernels);
    leftOut = List.copyOf(leftOut);
    trouble = List.copyOf(trouble);
    bisections = List.copyOf(bisections);
    timed = timed == null ? List.of() : List.copyOf(timed); // absent from older records
  }

  /**
   * A kernel of the night.
   *
   * @param name {@code KERNEL/VARIANT}
   * @param version as its source calls itself; empty where it could not be built
   * @param changed whether it is another one than the night before
   * @param compiled how long that took; empty where it came from the cache
   * @param imageBytes size of its bzImage; empty where it could not be built
   */
  public record Kernel(
      String name,
      String version,
      boolean changed,
      Optional<Duration> compiled,
      Optional<Long> imageBytes) {

    public Kernel {
      compiled = compiled == null ? Optional.empty() : compiled; // absent from older records
      imageBytes = imageBytes == null ? Optional.empty() : imageBytes;
    }

    /** One of which no more is known. */
    public Kernel(String name, String version, boolean changed) {
      this(name, version, changed, Optional.empty(), Optional.empty());
    }
  }

  /**
   * What a bisection said.
   *
   * @param regression its number
   * @param directory of the bisection
   * @param concluded whether it came to an end; else it can be gone on with
   * @param sentence the answer
   */
  public record Bisected(int regression, String directory, boolean concluded, String sentence) {}

  /**
   * The guest's own time of a seeded boot that passed.
   *
   * @param took how long its probe took
   * @param allowed by how many percent it may take longer than before
   */
  public record Timed(CellId cell, Duration took, double allowed, Conditions conditions) {}

  /** A night that begins. */
  public static NightRecord beginning(
      String name, Instant started, Instant deadline, List<Waiver> waivers) {
    return new NightRecord(
        SCHEMA,
        name,
        started,
        deadline,
        Optional.empty(),
        waivers,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The same with what was found meanwhile. */
  public NightRecord with(List<Kernel> tested, List<String> present) {
    return new NightRecord(
        schema,
        name,
        started,
        deadline,
        ended,
        waivers,
        present,
        tested,
        leftOut,
        trouble,
        bisections,
        timed);
  }

  /** The same with what bisections found. */
  public NightRecord with(List<Bisected> found) {
    return withTold(found, timed);
  }

  /** The same with one more guest time. */
  public NightRecord with(Timed one) {
    List<Timed> more = new ArrayList<>(timed);
    more.add(one);
    return withTold(bisections, more);
  }

  private NightRecord withTold(List<Bisected> found, List<Timed> times) {
    return new NightRecord(
        schema,
        name,
        started,
        deadline,
        ended,
        waivers,
        commitsPresent,
        kernels,
        leftOut,
        trouble,
        found,
        times);
  }

  /** The same, over. */
  public NightRecord over(Instant end, List<String> missing, List<String> troubles) {
    return new NightRecord(
        schema,
        name,
        started,
        deadline,
        Optional.of(end),
        waivers,
        commitsPresent,
        kernels,
        missing,
        troubles,
        bisections,
        timed);
  }
}
