package dev.straddle.bisect;

import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import java.util.List;

/**
 * The kernels of a history: the configuration and series of one variant, the source of each commit.
 *
 * @param spec whose source is replaced
 * @param variant whose series goes on top of each commit
 */
public record CommitTargets(GitRepository repository, KernelSpec spec, KernelSpec.Variant variant)
    implements Targets {

  @Override
  public Kernel kernel(String target) throws CannotBeMade, InterruptedException {
    int without = target.indexOf(Protocol.WITHOUT);
    return of(
        without < 0
            ? target
            : reverted(
                target.substring(0, without),
                target.substring(without + Protocol.WITHOUT.length())));
  }

  private String reverted(String bad, String culprit) throws CannotBeMade, InterruptedException {
    GitRepository.Reverted reverted = repository.without(bad, culprit);
    if (reverted.commit().isEmpty()) {
      throw new CannotBeMade(reverted.reason());
    }
    return reverted.commit().get();
  }

  private Kernel of(String commit) {
    KernelSpec.Variant named =
        new KernelSpec.Variant(
            Commit.shortId(commit), variant.description(), variant.series(), variant.without());
    return new Kernel(
        new KernelSpec(
            spec.name(),
            spec.description(),
            new KernelSource.Commit(repository.directory(), commit),
            spec.config(),
            spec.compiler(),
            List.of(named),
            spec.definedIn()),
        named);
  }
}
