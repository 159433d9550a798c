package dev.straddle.bisect;

import dev.straddle.model.KernelSpec;
import java.util.List;

/** Turns a target's name into something that can be built. */
@FunctionalInterface
public interface Targets {

  /**
   * The kernel of a target.
   *
   * @throws CannotBeMade when there is none, such as a revert that conflicts
   */
  Kernel kernel(String target) throws CannotBeMade, InterruptedException;

  /**
   * What a merge brought, from ancestors to descendants, the merge itself last; nothing where a
   * target is none.
   */
  default List<Insides.Named> inside(String target) throws InterruptedException {
    return List.of();
  }

  /** What a lab builds. */
  record Kernel(KernelSpec spec, KernelSpec.Variant variant) {}

  /** Says why there is no such kernel. */
  final class CannotBeMade extends Exception {
    private static final long serialVersionUID = 1L;

    public CannotBeMade(String reason) {
      super(reason);
    }
  }
}
