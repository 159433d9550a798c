package dev.straddle.night;

import dev.straddle.bisect.BisectListener;
import dev.straddle.history.Nights;
import dev.straddle.history.Rules;
import dev.straddle.lab.Lab;
import dev.straddle.model.NightlySpec;
import dev.straddle.model.RunRecord;
import dev.straddle.model.Waiver;
import dev.straddle.run.RunListener;
import dev.straddle.runs.NightRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.spec.Library;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The night of a nightly's file that is due: a new one, or that which was killed. */
public final class Tonight {

  /**
   * What a night works with.
   *
   * @param library of kernels and guests that have names
   * @param cache of sources and kernels
   * @param bisections where they are kept
   * @param version of straddle
   */
  public record Setting(
      NightlySpec spec,
      NightTests tests,
      Library library,
      Path cache,
      Nights nights,
      Path bisections,
      RunRecord.Host host,
      String version) {}

  private final Setting setting;
  private final RunDirectory directory;
  private final NightRecord record;
  private final boolean goesOn;
  private final Optional<RunDirectory> over;

  private Tonight(
      Setting setting,
      RunDirectory directory,
      NightRecord record,
      boolean goesOn,
      Optional<RunDirectory> over) {
    this.setting = setting;
    this.directory = directory;
    this.record = record;
    this.goesOn = goesOn;
    this.over = over;
  }

  /**
   * The night that was killed, if it has time left; else a new one, with a directory of its own.
   */
  public static Tonight of(Setting setting, List<Waiver> waivers) {
    NightlySpec spec = setting.spec();
    Path runs = setting.nights().runs();
    Instant now = Instant.now();
    Optional<RunDirectory> killed = Unfinished.of(runs, spec.name());
    if (killed.isPresent()) {
      NightRecord record = killed.get().night().orElseThrow();
      if (record.deadline().isAfter(now)) {
        return new Tonight(setting, killed.get(), record, true, Optional.empty());
      }
    }
    return new Tonight(
        setting,
        RunDirectory.begin(runs, spec.name()),
        NightRecord.beginning(spec.name(), now, now.plus(spec.budget()), waivers),
        false,
        killed);
  }

  /** Where its boots are kept. */
  public RunDirectory directory() {
    return directory;
  }

  /** Whether it was killed. */
  public boolean goesOn() {
    return goesOn;
  }

  /** Spends it until its time is over; one that was killed and is over is closed before. */
  @SuppressWarnings("try") // the bell is held, not spoken to
  public RunRecord spend(Lab lab, RunListener listener, BisectListener bisections)
      throws InterruptedException {
    if (over.isPresent()) {
      NightRecord last = over.get().night().orElseThrow();
      NightRun.close(of(over.get(), last, lab, bisections), lab);
    }
    NightRun.Setting tonight = of(directory, record, lab, bisections);
    try (DeadlineBell bell = DeadlineBell.at(record.deadline(), lab::stop)) {
      return NightRun.run(tonight, lab, listener);
    }
  }

  private NightRun.Setting of(
      RunDirectory place, NightRecord night, Lab lab, BisectListener bisections) {
    List<NightTest> tests = setting.tests().tests();
    return new NightRun.Setting(
        setting.spec(),
        tests,
        setting.tests().known(),
        place,
        night,
        setting.nights().of(setting.spec().name()),
        List.of(),
        setting.host(),
        setting.version(),
        Rules.USUAL,
        new NightCommits(tests, setting.cache()),
        new NightBisector(
            setting.library(), setting.cache(), setting.bisections(), lab, bisections),
        Clock.systemUTC());
  }
}
