package dev.straddle.bisect;

import dev.straddle.bisect.Trial.Said;
import dev.straddle.lab.Answer;
import dev.straddle.lab.FakeLab;
import dev.straddle.lab.Job;
import dev.straddle.model.Ages;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellId;
import dev.straddle.model.Compiler;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Symptom;
import dev.straddle.verdict.BootFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A made-up history and what its kernels do; commits are called c0, c1 … */
class Scene {
  private static final Observation SEEN = new BootFixture().seen();

  private final Path directory;

  int size = 200;
  Set<Integer> culprits = new HashSet<>(Set.of(77));
  Set<Integer> unbuildable = new HashSet<>();
  Optional<Symptom.BuildFails> buildFails = Optional.empty();
  Set<Integer> otherCrash = new HashSet<>();
  Map<Integer, String> code = new HashMap<>();
  double rate = 1;
  double background = 0;
  double spanProbability = 1;
  boolean needsSpan = true;
  boolean revertConflicts;
  boolean goodIsGiven = true;
  Optional<Commit> fork = Optional.empty();
  boolean forkIsBad;
  boolean hostFails;
  Optional<Duration> budget = Optional.empty();
  int slots = 1;
  int stopAfter = Integer.MAX_VALUE;
  final Map<String, List<Insides.Named>> merges = new HashMap<>();
  final List<String> booted = new ArrayList<>();
  final List<String> whole = new ArrayList<>();
  FakeLab lab;

  /**
   * @param directory for the journal
   */
  Scene(Path directory) {
    this.directory = directory;
  }

  Journal run() throws InterruptedException {
    return go(start());
  }

  Journal start() {
    List<Commit> commits = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      commits.add(new Commit("c" + i, i == 0 ? List.of() : List.of(i - 1), "subject " + i));
    }
    return Journal.of(
        new Question(
            Question.Over.COMMITS,
            goodIsGiven ? Optional.of("good") : Optional.empty(),
            "bad",
            "linux/plain",
            "guest",
            List.of(),
            0.01,
            budget,
            false,
            Instant.EPOCH),
        commits,
        fork);
  }

  Journal go(Journal from) throws InterruptedException {
    lab = new FakeLab(slots, this::answer);
    return new Bisection(
            JournalFile.in(directory),
            lab,
            targets(),
            this::sight,
            new Bisection.Boots(
                SEEN.guest(),
                kernel -> spanProbability < 1 ? Job.Extent.WHOLE_IF_SPANNING : Job.Extent.WHOLE,
                n -> Optional.empty(),
                buildFails),
            BisectListener.NOBODY)
        .run(from);
  }

  private Targets targets() {
    return new Targets() {
      @Override
      public Kernel kernel(String target) throws CannotBeMade {
        if (merges.keySet().stream().anyMatch(m -> target.endsWith(" without " + m))) {
          throw new CannotBeMade("it is a merge, which cannot simply be reverted");
        }
        return Scene.this.kernel(target);
      }

      @Override
      public List<Insides.Named> inside(String target) {
        return merges.getOrDefault(target, List.of());
      }
    };
  }

  Targets.Kernel kernel(String target) throws Targets.CannotBeMade {
    if (target.contains(" without ") && revertConflicts) {
      throw new Targets.CannotBeMade("reverting it conflicts in mm/memory.c");
    }
    KernelSpec.Variant variant =
        new KernelSpec.Variant(target.replace(" without ", "-"), "", List.of());
    return new Targets.Kernel(
        new KernelSpec(
            "linux",
            "",
            new KernelSource.Git("/nowhere", "master"),
            Optional.empty(),
            Compiler.parse("gcc"),
            List.of(variant),
            Ages.NONE,
            Path.of("linux.yaml")),
        variant);
  }

  Answer answer(Job job) {
    if (hostFails) {
      return new Answer.Trouble(job, "no room on the disk");
    }
    if (job instanceof Job.Build build && buildFails.isPresent() && isBad(build.variant().name())) {
      return new Answer.NotBuilt(
          build,
          new BuildFailure(
              "linux", "x", "compile", "mm/x.c:7: error: no y", "log", Optional.empty()));
    }
    if (job instanceof Job.Build build) {
      int commit = number(build.variant().name());
      return unbuildable.contains(commit)
          ? new Answer.NotBuilt(
              build,
              new BuildFailure(
                  "linux", "x", "compile", "error: no such thing", "log", Optional.empty()))
          : new Answer.Built(build, artifact(build.variant().name()));
    }
    if (booted.size() >= stopAfter) {
      return new Answer.NotDone(job);
    }
    booted.add(((Job.Boot) job).cell().toString());
    if (((Job.Boot) job).extent() == Job.Extent.WHOLE) {
      whole.add(((Job.Boot) job).cell().toString());
    }
    return new Answer.Booted((Job.Boot) job, SEEN);
  }

  KernelArtifact artifact(String variant) {
    KernelArtifact like = SEEN.kernel();
    return new KernelArtifact(
        "linux",
        variant,
        "key-" + variant,
        like.sourceVersion(),
        like.release(),
        like.buildId(),
        like.toolchain(),
        like.bzImage(),
        like.vmlinux(),
        like.config(),
        like.structPageSize(),
        List.of(),
        List.of(),
        code.getOrDefault(number(variant), "code-" + variant),
        List.of(),
        Optional.empty());
  }

  Sight.Seen sight(Observation boot, Path cell, Sight.Known known) {
    String name = cell.getFileName().toString();
    String variant = name.split("_")[1];
    double dice = dice(name);
    boolean spans = dice("layout of " + name) < spanProbability;
    if (otherCrash.contains(number(variant))) {
      return new Sight.Seen(Said.NOTHING, "another crash: BUG in foo");
    }
    if (!known.inAnyLayout() && !spans && (needsSpan || !wasWhole(name))) {
      return new Sight.Seen(Said.ABANDONED, "its layout needs nothing");
    }
    boolean shown = (spans || !needsSpan) && dice < (isBad(variant) ? rate : background);
    Said yes = !needsSpan && !known.inAnyLayout() ? Said.SHOWN_REGARDLESS : Said.SHOWN;
    return new Sight.Seen(shown ? yes : Said.NOT_SHOWN, "");
  }

  private static double dice(String name) {
    return Math.floorMod(name.hashCode() * 0x9E3779B9L >>> 7, 10_000L) / 10_000.0;
  }

  private boolean wasWhole(String directory) {
    return whole.stream().anyMatch(cell -> CellId.parse(cell).directoryName().equals(directory));
  }

  boolean isBad(String variant) {
    if (variant.equals("fork")) {
      return forkIsBad;
    }
    String[] parts = variant.split("-");
    int commit = number(parts[0]);
    int without = parts.length > 1 ? number(parts[1]) : -1;
    return culprits.stream().anyMatch(c -> c <= commit && c != without);
  }

  int number(String variant) {
    return variant.equals("fork") ? -1 : Integer.parseInt(variant.split("-")[0].substring(1));
  }
}
