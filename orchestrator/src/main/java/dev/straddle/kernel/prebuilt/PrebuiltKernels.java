package dev.straddle.kernel.prebuilt;

import dev.straddle.disk.Digest;
import dev.straddle.disk.HeldLock;
import dev.straddle.image.BootImage;
import dev.straddle.image.ElfFile;
import dev.straddle.image.Kallsyms;
import dev.straddle.image.Symbol;
import dev.straddle.image.SymbolTable;
import dev.straddle.kernel.source.Origin;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.kernel.step.Steps;
import dev.straddle.kernel.store.ArtifactStore;
import dev.straddle.kernel.store.CacheTrouble;
import dev.straddle.kernel.store.ImageFacts;
import dev.straddle.kernel.store.KernelModules;
import dev.straddle.kernel.store.NewTree;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Takes kernels that others built into the cache, in the shape of those that straddle builds.
 *
 * <p>A bzImage carries its ELF image, and that its kallsyms and, mostly, its type information:
 * enough for page-table audits and for names in traces, not for source lines.
 */
public final class PrebuiltKernels {

  /** Counts up when the way of taking them in changes what comes out. */
  private static final String RECIPE = "3";

  /** What helps an image without type information. */
  private static final String NO_TYPES =
      "put the vmlinux that it was made of beside it, or build it with CONFIG_DEBUG_INFO_BTF=y";

  private static final String BANNER = "Linux version ";

  private final Path cache;
  private final Consumer<WorkEvent> listener;
  private final ArtifactStore store;
  private final Steps steps;

  public PrebuiltKernels(Path cache, Consumer<WorkEvent> listener, ArtifactStore store) {
    this.cache = cache;
    this.listener = listener;
    this.store = store;
    this.steps = new Steps(listener);
  }

  public ImageOrigin origin(KernelSource.Image image) {
    if (image instanceof KernelSource.DebianImage debian) {
      return new DebianImageOrigin(debian, cache, listener);
    }
    return new FilesImageOrigin((KernelSource.ImageFiles) image);
  }

  public Optional<KernelArtifact> cached(KernelSpec spec, KernelSpec.Variant variant, Origin.Id id)
      throws IOException {
    return store.answer(request(id), spec.name(), variant.name());
  }

  @SuppressWarnings("try") // the lock is held, not spoken to
  public KernelArtifact take(
      KernelSpec spec, KernelSpec.Variant variant, KernelSource.Image image, Runnable busy)
      throws IOException, InterruptedException, StepFailedException {
    ImageOrigin origin = origin(image);
    Optional<Origin.Id> known = origin.known();
    Origin.Id id = known.isPresent() ? known.get() : origin.resolve();
    Optional<KernelArtifact> hit = cached(spec, variant, id);
    if (hit.isPresent()) {
      return hit.get();
    }
    for (String damage : store.damageOfAnswer(request(id))) {
      listener.accept(new WorkEvent.Note("the cache is damaged, so it is taken anew: " + damage));
    }
    try (HeldLock held = HeldLock.acquire(cache.resolve("locks").resolve(id.place()), busy)) {
      Optional<KernelArtifact> meanwhile = cached(spec, variant, id);
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      try (NewTree work = new NewTree(cache.resolve("trees").resolve(id.place()))) {
        KernelSource.ImageFiles files = origin.bring(id, work.directory());
        String key =
            steps.<String, StepFailedException>run(
                "take in", id.version(), () -> store(id, files, work.directory()));
        store.remember(request(id), key);
        return store
            .find(key, spec.name(), variant.name())
            .orElseThrow(() -> new IOException("the entry " + key + " vanished"));
      }
    }
  }

  private static String request(Origin.Id id) {
    return new Digest().add("prebuilt", RECIPE).add("source", id.id()).hex();
  }

  private String store(Origin.Id id, KernelSource.ImageFiles files, Path work)
      throws IOException, InterruptedException, StepFailedException {
    BootImage boot = given(() -> BootImage.read(files.kernel()));
    Path vmlinux = work.resolve(ArtifactStore.VMLINUX);
    String symbols = symbols(boot, files, vmlinux);
    ImageFacts facts = ImageFacts.of(vmlinux, files.vmlinux().orElse(files.kernel()), NO_TYPES);
    Map<String, Path> stored = new TreeMap<>();
    stored.put(ArtifactStore.IMAGE, boot.path());
    stored.put(ArtifactStore.VMLINUX, vmlinux);
    stored.put(ArtifactStore.CONFIG, files.config().orElseGet(() -> unknownConfig(work)));
    Map<String, Path> modules =
        files.modules().isPresent()
            ? KernelModules.pick(files.modules().get(), work.resolve("modules"))
            : Map.of();
    stored.putAll(modules);
    Digest key = new Digest().add("prebuilt", RECIPE);
    for (Map.Entry<String, Path> file : stored.entrySet()) {
      key.add(file.getKey(), Digest.ofFile(file.getValue()));
    }
    String hex = key.hex();
    store.put(
        new ArtifactStore.Description(
            ArtifactStore.Description.SCHEMA,
            hex,
            id.version(),
            boot.release(),
            facts.buildId(),
            builder(vmlinux),
            facts.structPageSize(),
            List.of(),
            "",
            Map.of()),
        stored);
    listener.accept(
        new WorkEvent.Note(
            String.format("%s; %s; %s", boot.release(), modules(modules.size()), symbols)));
    return hex;
  }

  /** Devices whose drivers are missing are waited for in vain, so that is said before. */
  private static String modules(int count) {
    return count > 0
        ? count + " modules"
        : "no modules, so only drivers that are built in will be there";
  }

  /** Something that is done with a file that somebody gave. */
  @FunctionalInterface
  private interface Use<T> {
    T make() throws IOException;
  }

  /** What is wrong with a file that was given is not the cache's trouble. */
  private static <T> T given(Use<T> use) throws IOException, StepFailedException {
    try {
      return use.make();
    } catch (IOException e) {
      if (CacheTrouble.isFullDisk(e)) {
        throw e;
      }
      throw new StepFailedException("image", e.getMessage());
    }
  }

  /**
   * A guest without KASLR boots the ELF image, so it must be the one that the bzImage carries: a
   * tree may hold a vmlinux that is younger, and of the same release.
   */
  private static void checkOfOneBuild(BootImage boot, Path vmlinux, Path scratch)
      throws IOException, StepFailedException {
    Optional<String> beside = given(() -> ElfFile.read(vmlinux).buildId());
    Optional<String> inside =
        given(
            () -> {
              boot.extractTo(scratch);
              return ElfFile.read(scratch).buildId();
            });
    Files.delete(scratch);
    if (inside.isEmpty() || !inside.equals(beside)) {
      throw new StepFailedException(
          "image",
          "%s is not what %s was made of: its build id is %s, and %s in the image"
              .formatted(vmlinux, boot.path(), beside.orElse("absent"), inside.orElse("absent")));
    }
  }

  /** Makes an ELF image that has symbols; returns a sentence on what they are good for. */
  private static String symbols(BootImage boot, KernelSource.ImageFiles files, Path vmlinux)
      throws IOException, StepFailedException {
    if (files.vmlinux().isPresent()) {
      checkOfOneBuild(boot, files.vmlinux().get(), vmlinux);
      Files.copy(files.vmlinux().get(), vmlinux);
    } else {
      given(
          () -> {
            boot.extractTo(vmlinux);
            return vmlinux;
          });
    }
    ElfFile elf = given(() -> ElfFile.read(vmlinux));
    if (!elf.hasSymbols()) {
      ElfFile.Section rodata =
          elf.section(".rodata")
              .orElseThrow(() -> new StepFailedException("image", "the image has no .rodata"));
      ByteBuffer content = elf.content(rodata.name()).orElseThrow();
      SymbolTable.append(vmlinux, kallsyms(content, rodata.address()));
    }
    boolean dwarf = elf.section(".debug_info").isPresent();
    return dwarf
        ? "traces get file and line"
        : "no DWARF, so traces get no file and line; symbols for the audit are its kallsyms";
  }

  private static List<Symbol> kallsyms(ByteBuffer rodata, long address) throws StepFailedException {
    try {
      return Kallsyms.read(rodata, address);
    } catch (IOException e) {
      throw new StepFailedException(
          "image",
          "its symbols cannot be read: "
              + e.getMessage()
              + "; put its vmlinux beside it, or name that in a kernel file, 'vmlinux:'");
    }
  }

  private static Path unknownConfig(Path work) {
    try {
      return Files.writeString(
          work.resolve("config"), "# Nobody said what this kernel's configuration is.\n");
    } catch (IOException e) {
      throw CacheTrouble.of("writing " + work, e);
    }
  }

  /** Who built it with what, from the words that the kernel prints first. */
  private static String builder(Path vmlinux) throws IOException {
    Optional<ByteBuffer> rodata = ElfFile.read(vmlinux).content(".rodata");
    if (rodata.isEmpty()) {
      return "unknown";
    }
    byte[] banner = BANNER.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer in = rodata.get();
    for (int at = 0; at + banner.length < in.limit(); at++) {
      if (in.get(at) == banner[0] && startsWith(in, at, banner)) {
        String line = line(in, at + banner.length);
        int first = line.indexOf('(');
        int number = line.indexOf(" #");
        if (first > 0 && number > first) {
          return line.substring(first, number);
        }
      }
    }
    return "unknown";
  }

  private static boolean startsWith(ByteBuffer in, int at, byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (in.get(at + i) != text[i]) {
        return false;
      }
    }
    return true;
  }

  private static String line(ByteBuffer in, int at) {
    StringBuilder line = new StringBuilder();
    for (int i = at; i < in.limit() && in.get(i) >= ' ' && line.length() < 1000; i++) {
      line.append((char) in.get(i));
    }
    return line.toString();
  }
}
