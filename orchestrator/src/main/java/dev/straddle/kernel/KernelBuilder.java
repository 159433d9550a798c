package dev.straddle.kernel;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.HeldLock;
import dev.straddle.kernel.compile.Toolchain;
import dev.straddle.kernel.config.BaseConfig;
import dev.straddle.kernel.config.BaseConfigs;
import dev.straddle.kernel.config.ConfigRequest;
import dev.straddle.kernel.prebuilt.PrebuiltKernels;
import dev.straddle.kernel.series.AppliedPatches;
import dev.straddle.kernel.series.KeptTrials;
import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.kernel.series.PatchedTree;
import dev.straddle.kernel.series.Series;
import dev.straddle.kernel.source.Origin;
import dev.straddle.kernel.source.Sources;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.kernel.store.ArtifactStore;
import dev.straddle.kernel.store.CacheTrouble;
import dev.straddle.model.BadInputException;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds variants of kernels, or finds them in the cache. */
public final class KernelBuilder {

  private final Path cache;
  private final int jobs;
  private final Consumer<WorkEvent> listener;
  private final Sources sources;
  private final BaseConfigs bases;
  private final ArtifactStore store;
  private final PrebuiltKernels prebuilt;

  /**
   * @param cacheRoot where sources, objects and kernels are kept; made if absent
   * @param jobs how many commands make may run at once
   * @param listener told of progress; calls come from several threads, one at a time per step
   */
  public KernelBuilder(Path cacheRoot, int jobs, Consumer<WorkEvent> listener) {
    this.cache = cacheRoot.toAbsolutePath().normalize();
    this.jobs = jobs;
    this.listener = listener;
    this.sources = new Sources(cache, listener);
    this.bases = new BaseConfigs(cache, listener, this::sayBusy);
    this.store = new ArtifactStore(cache);
    this.prebuilt = new PrebuiltKernels(cache, listener, store);
  }

  /**
   * Returns the kernel for a variant, built now unless it is in the cache.
   *
   * @throws BuildFailedException when a patch does not apply, an option asked for does not hold, or
   *     the compiler refuses
   * @throws InfraException when the host is to blame
   * @throws InterruptedException when this thread is interrupted; running programs are stopped
   */
  public KernelArtifact build(KernelSpec spec, KernelSpec.Variant variant)
      throws BuildFailedException, InterruptedException {
    return build(spec, variant, true);
  }

  /**
   * The same for a variant that is only tried: later builds do not take its warnings for known.
   *
   * @see #newWarnings(KernelArtifact)
   */
  public KernelArtifact tryOut(KernelSpec spec, KernelSpec.Variant variant)
      throws BuildFailedException, InterruptedException {
    refuseImage(spec, variant);
    return build(spec, variant, false);
  }

  private KernelArtifact build(KernelSpec spec, KernelSpec.Variant variant, boolean remember)
      throws BuildFailedException, InterruptedException {
    Path log = cache.resolve("logs").resolve(spec.name() + "-" + variant.name() + ".log");
    try {
      return told(build(spec, variant, log, remember), spec, variant);
    } catch (StepFailedException e) {
      throw new BuildFailedException(failure(spec, variant, e, log, Optional.empty()));
    } catch (IOException e) {
      throw CacheTrouble.of("building " + spec.name() + "/" + variant.name(), e);
    }
  }

  /** With what it was made from, for people. */
  private static KernelArtifact told(
      KernelArtifact kernel, KernelSpec spec, KernelSpec.Variant variant)
      throws IOException, InterruptedException, StepFailedException {
    Optional<String> configuration =
        spec.config().isEmpty()
            ? Optional.empty()
            : Optional.of(ConfigRequest.name(spec.config().get()));
    return kernel.from(AppliedPatches.of(variant), configuration);
  }

  /** Compiler warnings of a kernel that earlier builds of the same source had not. */
  public List<String> newWarnings(KernelArtifact kernel) {
    try {
      return store.describe(kernel.key()).map(d -> d.newWarnings()).orElse(List.of());
    } catch (IOException e) {
      throw CacheTrouble.of("reading what is known of " + kernel.kernel(), e);
    }
  }

  /** The kernel for a variant if it is in the cache; builds, fetches and asks nothing. */
  public Optional<KernelArtifact> cached(KernelSpec spec, KernelSpec.Variant variant)
      throws InterruptedException {
    try {
      if (spec.source() instanceof KernelSource.Image image) {
        Optional<Origin.Id> known = prebuilt.origin(image).known();
        return known.isEmpty() ? Optional.empty() : prebuilt.cached(spec, variant, known.get());
      }
      Optional<Origin.Id> id = sources.of(spec.source()).known();
      Optional<BaseConfig> base = bases.known(spec.config().orElseThrow().base());
      if (id.isEmpty() || base.isEmpty()) {
        return Optional.empty();
      }
      Toolchain toolchain = Toolchain.probe(cache, spec.compiler());
      BuildRequest request = BuildRequest.of(spec, variant, id.get(), base.get(), toolchain);
      return store.answer(request.digest(), spec.name(), variant.name());
    } catch (StepFailedException e) {
      return Optional.empty(); // building it will say why
    } catch (IOException e) {
      throw CacheTrouble.of("looking for " + spec.name() + "/" + variant.name(), e);
    }
  }

  /** What {@link #build} would return at once; empty where it would have to do something. */
  public Optional<KernelArtifact> atHand(KernelSpec spec, KernelSpec.Variant variant)
      throws InterruptedException {
    Optional<KernelArtifact> kernel = cached(spec, variant);
    try {
      return kernel.isEmpty() ? Optional.empty() : Optional.of(told(kernel.get(), spec, variant));
    } catch (StepFailedException e) {
      return Optional.empty(); // building it will say why
    } catch (IOException e) {
      throw CacheTrouble.of("looking for " + spec.name() + "/" + variant.name(), e);
    }
  }

  /**
   * What a source is now.
   *
   * @param version what it calls itself, for people
   * @param key equal for equal content
   */
  public record SourceState(String version, String key) {}

  /** What a kernel's source is now, if that can be said without asking anybody far away. */
  public Optional<SourceState> source(KernelSpec spec) throws InterruptedException {
    try {
      Optional<Origin.Id> known =
          spec.source() instanceof KernelSource.Image image
              ? prebuilt.origin(image).known()
              : sources.of(spec.source()).known();
      return known.map(id -> new SourceState(id.version(), id.id()));
    } catch (IOException e) {
      throw CacheTrouble.of("looking for the source of " + spec.name(), e);
    }
  }

  /** Whether its source is in the cache, so that a series can be tried at once. */
  public boolean hasSource(KernelSpec spec) throws InterruptedException {
    if (spec.source() instanceof KernelSource.Image) {
      return true;
    }
    try {
      return sources
          .of(spec.source())
          .known()
          .map(id -> sources.tree(id).resolve("source"))
          .filter(Files::isDirectory)
          .isPresent();
    } catch (IOException e) {
      throw CacheTrouble.of("looking for the source of " + spec.name(), e);
    }
  }

  /**
   * Makes the next builds of these kernels look up anew what is newest of what they are made of:
   * branches move, and packages are replaced.
   */
  public void refresh(Collection<KernelSpec> specs) {
    specs.forEach(this::refresh);
  }

  private void refresh(KernelSpec spec) {
    try {
      if (spec.source() instanceof KernelSource.Image image) {
        prebuilt.origin(image).forget();
      } else {
        sources.of(spec.source()).forget();
        bases.forget(spec.config().orElseThrow().base());
      }
    } catch (IOException e) {
      throw CacheTrouble.of("forgetting the newest version", e);
    }
  }

  @SuppressWarnings("try") // the lock is held, not spoken to
  private KernelArtifact build(
      KernelSpec spec, KernelSpec.Variant variant, Path log, boolean remember)
      throws IOException, InterruptedException, StepFailedException, BuildFailedException {
    if (spec.source() instanceof KernelSource.Image image) {
      try {
        return prebuilt.take(spec, variant, image, this::sayBusy);
      } catch (StepFailedException e) { // nobody has asked for anything to be built
        throw new InfraException(
            spec.name() + ": " + e.getMessage(), "look at " + spec.definedIn());
      }
    }
    Toolchain toolchain = Toolchain.probe(cache, spec.compiler());
    Origin origin = sources.of(spec.source());
    Optional<Origin.Id> known = origin.known();
    Origin.Id id = known.isPresent() ? known.get() : origin.resolve();
    BaseConfig base = bases.bring(spec.config().orElseThrow().base());
    BuildRequest request = BuildRequest.of(spec, variant, id, base, toolchain);
    Optional<KernelArtifact> hit = store.answer(request.digest(), spec.name(), variant.name());
    if (hit.isPresent()) {
      return hit.get();
    }
    for (String damage : store.damageOfAnswer(request.digest())) {
      listener.accept(new WorkEvent.Note("the cache is damaged, so it is built again: " + damage));
    }
    Path lock = cache.resolve("locks").resolve(id.place());
    try (HeldLock held = HeldLock.acquire(lock, this::sayBusy)) {
      Optional<KernelArtifact> meanwhile =
          store.answer(request.digest(), spec.name(), variant.name());
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      Path tree = sources.tree(id);
      origin.bring(id, tree);
      AtomicFiles.touch(tree);
      return new TreeBuild(cache, tree, jobs, log, listener, store, remember).build(request);
    } catch (StepFailedException e) {
      throw new BuildFailedException(failure(spec, variant, e, log, Optional.of(id.version())));
    }
  }

  private static BuildFailure failure(
      KernelSpec spec,
      KernelSpec.Variant variant,
      StepFailedException e,
      Path log,
      Optional<String> version) {
    return new BuildFailure(
        spec.name(), variant.name(), e.step(), e.getMessage(), log.toString(), version);
  }

  /**
   * Reads a series: its patches, and what is left out of its place.
   *
   * @throws BuildFailedException when it holds no patches
   */
  public static Series read(PatchSource series) throws BuildFailedException, InterruptedException {
    try {
      return Series.read(series);
    } catch (StepFailedException e) {
      throw new BuildFailedException(
          new BuildFailure("series", "", e.step(), e.getMessage(), "", Optional.empty()));
    } catch (IOException e) {
      throw CacheTrouble.of("reading " + series, e);
    }
  }

  /**
   * The same of a series that somebody names.
   *
   * @throws BadInputException when it is not there, or holds no patches
   */
  public static Series asked(PatchSource.Files series) throws InterruptedException {
    if (!Files.exists(series.place())) {
      throw new BadInputException("there is no series " + series.place());
    }
    try {
      return read(series);
    } catch (BuildFailedException e) {
      throw Series.amongFolders(series.place())
          .map(one -> new BadInputException(e.failure().message(), "name one of them, " + one))
          .orElseGet(() -> new BadInputException(e.failure().message()));
    }
  }

  /**
   * Tries a series on a variant, patch by patch; brings the source for it, and builds nothing. What
   * came of it is kept, and told again without the source.
   *
   * @throws BuildFailedException when the variant's own patches do not apply, or there are none to
   *     try
   * @throws InfraException when the host is to blame
   */
  @SuppressWarnings("try") // the lock is held, not spoken to
  public List<PatchTrial> attempt(KernelSpec spec, KernelSpec.Variant variant, PatchSource series)
      throws BuildFailedException, InterruptedException {
    refuseImage(spec, variant);
    try {
      Series patches = Series.read(new KernelSpec.Variant("series", "", List.of(series)));
      Series below = Series.read(variant);
      Origin origin = sources.of(spec.source());
      Optional<Origin.Id> known = origin.known();
      Origin.Id id = known.isPresent() ? known.get() : origin.resolve();
      KeptTrials kept = new KeptTrials(cache.resolve("trials"));
      String key = KeptTrials.key(id.id(), below, patches);
      Optional<List<PatchTrial>> before = kept.of(key);
      if (before.isPresent()) {
        return before.get();
      }
      Path lock = cache.resolve("locks").resolve(id.place());
      try (HeldLock held = HeldLock.acquire(lock, this::sayBusy)) {
        Path tree = sources.tree(id);
        origin.bring(id, tree);
        List<PatchTrial> trials = new PatchedTree(tree).attempt(below, patches);
        kept.keep(key, trials);
        return trials;
      }
    } catch (StepFailedException e) {
      throw new BuildFailedException(
          new BuildFailure(
              spec.name(), variant.name(), e.step(), e.getMessage(), "", Optional.empty()));
    } catch (IOException e) {
      throw CacheTrouble.of("trying " + series + " on " + spec.name(), e);
    }
  }

  private static void refuseImage(KernelSpec spec, KernelSpec.Variant variant)
      throws BuildFailedException {
    if (spec.source() instanceof KernelSource.Image) {
      throw new BuildFailedException(
          new BuildFailure(
              spec.name(),
              variant.name(),
              "patch",
              "this kernel is built already, so no series goes on top; name one with a source",
              "",
              Optional.empty()));
    }
  }

  private void sayBusy() {
    listener.accept(
        new WorkEvent.Note("waiting: another straddle is building from the same source"));
  }
}
