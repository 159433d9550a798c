package dev.straddle.bisect;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.kernel.series.Patch;
import dev.straddle.lab.Job;
import dev.straddle.lab.Lab;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.Ages;
import dev.straddle.model.BadInputException;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.model.PatchSource;
import dev.straddle.model.Symptom;
import dev.straddle.plan.Requested;
import dev.straddle.spec.Library;
import dev.straddle.spec.SymptomReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the names of a bisection's question mean.
 *
 * @param repository of the commits; empty where the range has none
 * @param patches of the series, or options of the configuration, in order; empty for commits
 * @param symptom empty for the crash that shows first
 */
public record BisectSetting(
    Optional<GitRepository> repository,
    List<Commit> patches,
    Targets targets,
    GuestSpec guest,
    Optional<Symptom> symptom) {

  /** How far back a good commit is looked for when none is named. */
  private static final int FURTHEST = 4096;

  public static BisectSetting of(Library library, Path cache, Question question)
      throws InterruptedException {
    List<Requested.KernelVariant> variants = Requested.kernels(library, question.kernel());
    if (variants.size() != 1) {
      throw new BadInputException(
          "name a variant: "
              + String.join(", ", variants.stream().map(Requested.KernelVariant::name).toList()));
    }
    GuestSpec guest = Requested.guest(library, question.guest());
    Optional<Symptom> symptom = SymptomReader.asked(question.symptom());
    Requested.KernelVariant asked = variants.get(0);
    if (question.over() != Question.Over.COMMITS && asked.kernel().config().isEmpty()) {
      throw new BadInputException(asked.name() + " is built already", "name one with a source");
    }
    if (question.over() == Question.Over.PATCHES) {
      PatchSource.Files series = new PatchSource.Files(Path.of(question.bad()), false);
      List<Patch> patches = KernelBuilder.asked(series).patches();
      return new BisectSetting(
          Optional.empty(),
          commits(patches, asked),
          new SeriesTargets(
              asked.kernel(),
              asked.variant(),
              series,
              patches,
              cache.resolve("histories").resolve("patches")),
          guest,
          symptom);
    }
    if (question.over() == Question.Over.OPTIONS) {
      ConfigRange range =
          ConfigRange.between(Path.of(question.good().orElseThrow()), Path.of(question.bad()));
      return new BisectSetting(
          Optional.empty(),
          OptionTargets.commits(range),
          new OptionTargets(
              asked.kernel(), asked.variant(), range, cache.resolve("histories/configs")),
          guest,
          symptom);
    }
    GitRepository repository = history(asked, cache);
    return new BisectSetting(
        Optional.of(repository),
        List.of(),
        new CommitTargets(repository, asked.kernel(), asked.variant(), ages(asked, repository)),
        guest,
        symptom);
  }

  /** A work tree has the history of its repository; what is not committed is no part of it. */
  private static GitRepository history(Requested.KernelVariant asked, Path cache)
      throws InterruptedException {
    KernelSource source = asked.kernel().source();
    Optional<String> place =
        source instanceof KernelSource.Git git
            ? Optional.of(git.repository())
            : source instanceof KernelSource.Directory directory
                ? Optional.of(directory.path().toString())
                : Optional.empty();
    if (place.isPresent()
        && (source instanceof KernelSource.Git || GitRepository.isThere(place.get()))) {
      return GitRepository.open(place.get(), cache);
    }
    throw new BadInputException(
        asked.kernel().name() + " has no history: its source is no git repository",
        "name one: straddle kernels add NAME --git PATH");
  }

  private static Ages ages(Requested.KernelVariant asked, GitRepository repository)
      throws InterruptedException {
    Map<String, String> ids = new HashMap<>();
    try {
      for (String name : asked.kernel().ages().commits()) {
        ids.put(name, repository.commit(name));
      }
    } catch (IllegalArgumentException e) {
      throw new BadInputException("history of " + asked.kernel().name() + ": " + e.getMessage());
    }
    return asked.kernel().ages().named(ids::get);
  }

  private static List<Commit> commits(List<Patch> patches, Requested.KernelVariant onto) {
    List<Commit> commits = new ArrayList<>();
    commits.add(new Commit(SeriesTargets.name(0), List.of(), onto.name()));
    for (Patch patch : patches) {
      int number = commits.size();
      commits.add(new Commit(SeriesTargets.name(number), List.of(number - 1), patch.title()));
    }
    return commits;
  }

  /** The range that is asked for. */
  public GitRepository.Range range(Question question) throws InterruptedException {
    if (repository.isEmpty()) {
      return new GitRepository.Range(patches, Optional.empty(), false);
    }
    try {
      return question.good().isPresent()
          ? repository.get().range(question.good().get(), question.bad())
          : repository.get().back(question.bad(), FURTHEST);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage());
    }
  }

  /**
   * A time in the guest means something only with a seed. It differs from seed to seed, so that a
   * guest that names seeds has all its boots with the first.
   */
  private Optional<Long> seed(int boot) {
    return symptom
        .filter(Symptom.GuestTimeAbove.class::isInstance)
        .map(time -> guest.seeds().stream().findFirst().orElse((long) boot));
  }

  /** Where KASLR decides whether the symptom can show, boots in which it cannot are cut short. */
  private Job.Extent extent(KernelArtifact artifact) {
    double chance = AddressPlanner.plan(guest, artifact).spanProbability();
    return new SymptomSight(symptom).mayNeedALayout() && chance > 0 && chance < 1
        ? Job.Extent.WHOLE_IF_SPANNING
        : Job.Extent.WHOLE;
  }

  /** The bisection of that, in a lab. */
  public Bisection bisection(JournalFile file, Lab lab, BisectListener listener) {
    return new Bisection(
        file,
        lab,
        targets,
        new SymptomSight(symptom),
        new Bisection.Boots(
            guest,
            this::extent,
            this::seed,
            symptom
                .filter(Symptom.BuildFails.class::isInstance)
                .map(Symptom.BuildFails.class::cast)),
        listener);
  }
}
