package dev.straddle.kernel;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.kernel.compile.BuiltCode;
import dev.straddle.kernel.compile.KernelMake;
import dev.straddle.kernel.compile.ObjectCount;
import dev.straddle.kernel.config.Configurer;
import dev.straddle.kernel.config.KernelConfig;
import dev.straddle.kernel.series.PatchedTree;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.kernel.step.Steps;
import dev.straddle.kernel.store.ArtifactStore;
import dev.straddle.kernel.store.ImageFacts;
import dev.straddle.kernel.store.KernelModules;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One build in a source tree whose lock is held.
 *
 * <p>Variants with one configuration share the tree and the objects: make builds again what their
 * series touch, and ccache answers where a touched header changes nothing. While make runs, a file
 * {@code unfinished} stands beside the objects; when it is found later, a killed build may have
 * left half-written objects that look fresh, so all are deleted and ccache provides them again.
 */
final class TreeBuild {

  private final Path tree;
  private final Path cache;
  private final int jobs;
  private final Path log;
  private final Consumer<WorkEvent> listener;
  private final ArtifactStore store;
  private final Steps steps;
  private final boolean remember;

  /**
   * @param remember whether later builds may have the warnings of this one
   */
  TreeBuild(
      Path cache,
      Path tree,
      int jobs,
      Path log,
      Consumer<WorkEvent> listener,
      ArtifactStore store,
      boolean remember) {
    this.remember = remember;
    this.cache = cache;
    this.tree = tree;
    this.jobs = jobs;
    this.log = log;
    this.listener = listener;
    this.store = store;
    this.steps = new Steps(listener);
  }

  KernelArtifact build(BuildRequest request)
      throws IOException, InterruptedException, StepFailedException {
    Files.createDirectories(log.getParent());
    Files.createDirectories(cache.resolve("ccache"));
    String name = request.kernel() + "/" + request.variant();
    PatchedTree patched = new PatchedTree(tree);
    steps.<Void, StepFailedException>run(
        "patch",
        name + ", " + count(request.series().patches().size()),
        () -> {
          patched.become(request.series());
          return null;
        });

    Path objects = tree.resolve("objects").resolve(request.objectsDigest().substring(0, 12));
    Path unfinished = objects.resolveSibling(objects.getFileName() + ".unfinished");
    if (Files.exists(unfinished)) {
      listener.accept(new WorkEvent.Note("an earlier build was cut short; starting afresh"));
      AtomicFiles.delete(objects);
    }
    Files.createDirectories(objects);
    Files.write(unfinished, new byte[0]);
    KernelMake make =
        new KernelMake(
            patched.source(),
            objects,
            cache.resolve("ccache"),
            request.toolchain(),
            jobs,
            log,
            request.knownTree(),
            listener);
    String key;
    try {
      key = make(request, make, name);
    } catch (StepFailedException e) {
      Files.delete(unfinished); // make ended by itself, and cleans up behind a failed command
      throw e;
    }
    Files.delete(unfinished);
    store.remember(request.digest(), key);
    return store
        .find(key, request.kernel(), request.variant())
        .orElseThrow(() -> new IOException("the entry " + key + " vanished while it was made"));
  }

  /** Builds and stores unless the same content came from another request; returns the key. */
  private String make(BuildRequest request, KernelMake make, String name)
      throws IOException, InterruptedException, StepFailedException {
    String config =
        steps.<String, StepFailedException>run(
            "config",
            name,
            () ->
                new Configurer(request.config(), request.configurationDigest(), make, listener)
                    .configure());
    String key = request.key(config);
    if (store.find(key, request.kernel(), request.variant()).isEmpty()) {
      List<String> warnings =
          steps.<List<String>, StepFailedException>run(
              WorkEvent.COMPILE, name, () -> compile(make, key, config));
      steps.<Void, StepFailedException>run(
          "store",
          name,
          () -> {
            store(request, key, make.source(), make.objects(), hasModules(config), warnings);
            return null;
          });
    }
    return key;
  }

  private static String count(int patches) {
    return patches == 1 ? "1 patch" : patches + " patches";
  }

  private static boolean hasModules(String config) {
    return "y".equals(KernelConfig.values(config).get("CONFIG_MODULES"));
  }

  private List<String> compile(KernelMake make, String key, String config)
      throws IOException, InterruptedException, StepFailedException {
    ObjectCount count = new ObjectCount(make.objects().resolve(".objects.straddle"));
    List<String> targets = new ArrayList<>(List.of("vmlinux", "bzImage"));
    if (hasModules(config)) {
      targets.add("modules");
    }
    long expected = count.expected(KernelConfig.values(config));
    KernelMake.Made made = make.make("compile", localVersion(key), expected, targets);
    if (!Files.readString(make.objects().resolve(".config")).equals(config)) {
      throw new StepFailedException(
          "compile", "the configuration changed while the kernel was built: " + make.objects());
    }
    count.remember(made.objects());
    return compare(make, made.warnings());
  }

  /**
   * What no build in these objects has warned of before.
   *
   * <p>ccache repeats the warnings of what it stored, so the first build has them all; later ones
   * have those of the files they compile.
   */
  private List<String> compare(KernelMake make, SortedSet<String> warnings) throws IOException {
    Path known = make.objects().resolve(".warnings.straddle");
    boolean first = !Files.exists(known);
    TreeSet<String> all = new TreeSet<>();
    if (!first) {
      Files.readAllLines(known).forEach(warning -> all.add(make.asKnown(warning)));
    }
    List<String> fresh = warnings.stream().filter(w -> !all.contains(w)).toList();
    if (remember) {
      all.addAll(warnings);
      Files.write(known, all);
    }
    if (first) {
      if (!warnings.isEmpty()) {
        listener.accept(new WorkEvent.Note(warnings.size() + " compiler warnings, see " + log));
      }
      return List.of();
    }
    fresh.forEach(warning -> listener.accept(new WorkEvent.Note("new " + warning)));
    return fresh;
  }

  /** Proves in the guest which build it runs. */
  private static String localVersion(String key) {
    return "-straddle-" + name(key);
  }

  private static String name(String key) {
    return key.substring(0, 12);
  }

  private void store(
      BuildRequest request,
      String key,
      Path source,
      Path objects,
      boolean modular,
      List<String> warnings)
      throws IOException, InterruptedException, StepFailedException {
    Path vmlinux = objects.resolve("vmlinux");
    ImageFacts facts = ImageFacts.of(vmlinux);
    Map<String, Path> files = new TreeMap<>();
    files.put(ArtifactStore.VMLINUX, vmlinux);
    files.put(ArtifactStore.IMAGE, objects.resolve("arch/x86/boot/bzImage"));
    files.put(ArtifactStore.CONFIG, objects.resolve(".config"));
    files.put(ArtifactStore.SYSTEM_MAP, objects.resolve("System.map"));
    if (modular) {
      files.putAll(KernelModules.pick(objects, objects)); // make compresses none
    }
    store.put(
        new ArtifactStore.Description(
            ArtifactStore.Description.SCHEMA,
            key,
            request.source().version(),
            Files.readString(
                    objects.resolve("include/config/kernel.release"), StandardCharsets.UTF_8)
                .strip(),
            facts.buildId(),
            request.toolchain().description(),
            facts.structPageSize(),
            warnings,
            modular ? "" : BuiltCode.digest(source, objects, name(key)), // each module has an id
            Map.of()),
        files);
  }
}
