package dev.straddle.bisect;

import dev.straddle.model.Ages;
import dev.straddle.model.Compiler;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import java.util.List;

/**
 * The kernels of a history: the configuration and series of one variant, the source of each commit.
 *
 * @param spec whose source is replaced
 * @param ages of its history, with the ids of commits
 * @param variant whose series goes on top of each commit
 */
public record CommitTargets(
    GitRepository repository, KernelSpec spec, KernelSpec.Variant variant, Ages ages)
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

  @Override
  public List<Insides.Named> inside(String target) throws InterruptedException {
    return repository.inside(target);
  }

  private String reverted(String bad, String culprit) throws CannotBeMade, InterruptedException {
    GitRepository.Reverted reverted = repository.without(bad, culprit);
    if (reverted.commit().isEmpty()) {
      throw new CannotBeMade(reverted.reason());
    }
    return reverted.commit().get();
  }

  /** The commit with what is known to mend its build. */
  private String mended(String commit) throws CannotBeMade, InterruptedException {
    String mended = commit;
    for (Ages.Fix fix : ages.fixes()) {
      if (repository.holds(commit, fix.breaks()) && !repository.holds(commit, fix.by())) {
        GitRepository.Reverted made = repository.with(mended, fix.by());
        if (made.commit().isEmpty()) {
          throw new CannotBeMade(
              "the known fix of its build, " + Commit.shortId(fix.by()) + ": " + made.reason());
        }
        mended = made.commit().get();
      }
    }
    return mended;
  }

  private Compiler compiler(String commit) throws InterruptedException {
    for (Ages.Toolchain age : ages.toolchains()) {
      if (!repository.holds(commit, age.before())) {
        return age.compiler();
      }
    }
    return spec.compiler();
  }

  private Kernel of(String commit) throws CannotBeMade, InterruptedException {
    KernelSpec.Variant named =
        new KernelSpec.Variant(
            Commit.shortId(commit), variant.description(), variant.series(), variant.without());
    return new Kernel(
        new KernelSpec(
            spec.name(),
            spec.description(),
            new KernelSource.Commit(repository.directory(), mended(commit)),
            spec.config(),
            compiler(commit),
            List.of(named),
            Ages.NONE,
            spec.definedIn()),
        named);
  }
}
