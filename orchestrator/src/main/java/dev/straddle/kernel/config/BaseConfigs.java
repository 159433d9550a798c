package dev.straddle.kernel.config;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.HeldLock;
import dev.straddle.kernel.prebuilt.DebianImageOrigin;
import dev.straddle.kernel.source.Origin;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.kernel.store.NewTree;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds what configurations start from.
 *
 * <p>The configuration of a package is fetched once and then kept, some hundred KiB of it.
 *
 * @param busy run before waiting for another process that fetches the same
 */
public record BaseConfigs(Path cache, Consumer<WorkEvent> listener, Runnable busy) {

  /** The base, if it is at hand. */
  public Optional<BaseConfig> known(ConfigBase base) throws IOException, StepFailedException {
    if (base instanceof ConfigBase.Target target) {
      return Optional.of(new BaseConfig.Target(target.name()));
    } else if (base instanceof ConfigBase.File file) {
      return Optional.of(text(file.path().toString(), file.path()));
    }
    Optional<Origin.Id> id = origin((ConfigBase.Packaged) base).known();
    return id.isPresent() && Files.exists(kept(id.get()))
        ? Optional.of(text(id.get().id(), kept(id.get())))
        : Optional.empty();
  }

  /** The base, fetched unless it is at hand. */
  public BaseConfig bring(ConfigBase base)
      throws IOException, InterruptedException, StepFailedException {
    Optional<BaseConfig> known = known(base);
    return known.isPresent() ? known.get() : fetch((ConfigBase.Packaged) base);
  }

  /** Makes the next build ask afresh for the newest version of a package. */
  public void forget(ConfigBase base) throws IOException {
    if (base instanceof ConfigBase.Packaged packaged) {
      origin(packaged).forget();
    }
  }

  @SuppressWarnings("try") // the lock is held, not spoken to
  private BaseConfig fetch(ConfigBase.Packaged base)
      throws IOException, InterruptedException, StepFailedException {
    DebianImageOrigin origin = origin(base);
    Optional<Origin.Id> known = origin.known();
    Origin.Id id = known.isPresent() ? known.get() : origin.resolve();
    try (HeldLock held = HeldLock.acquire(cache.resolve("locks").resolve(id.place()), busy);
        NewTree work = new NewTree(cache.resolve("trees").resolve(id.place()))) {
      if (!Files.exists(kept(id))) {
        AtomicFiles.replace(kept(id), Files.readAllBytes(origin.config(id, work.directory())));
      }
    }
    return text(id.id(), kept(id));
  }

  private DebianImageOrigin origin(ConfigBase.Packaged base) {
    return new DebianImageOrigin(base.kernel(), cache, listener);
  }

  private Path kept(Origin.Id id) {
    return cache.resolve("configs").resolve(id.id());
  }

  private static BaseConfig text(String name, Path file) throws IOException, StepFailedException {
    if (!Files.isRegularFile(file)) {
      throw new StepFailedException("config", "there is no base configuration " + file);
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    if (KernelConfig.values(text).isEmpty()) {
      throw new StepFailedException(
          "config", file + " holds no option; a base is a '.config', not compressed");
    }
    return new BaseConfig.Text(name, text);
  }
}
