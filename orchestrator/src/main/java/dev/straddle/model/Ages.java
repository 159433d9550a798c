package dev.straddle.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What stretches of a kernel's history need to be built, for whoever goes back in it.
 *
 * @param toolchains the oldest first; the first that is meant for a commit is its
 */
public record Ages(List<Toolchain> toolchains, List<Fix> fixes) {

  /** Nothing out of the ordinary. */
  public static final Ages NONE = new Ages(List.of(), List.of());

  /**
   * A compiler for all that is older than a commit.
   *
   * @param before meant are commits that do not have this one in their history
   */
  public record Toolchain(String before, Compiler compiler) {}

  /**
   * A commit that made the build fail for a while, and the one that mended it: put on top of what
   * has the first and not the second, for the build alone.
   */
  public record Fix(String breaks, String by) {}

  public Ages {
    toolchains = List.copyOf(toolchains);
    fixes = List.copyOf(fixes);
  }

  /** All commits that it names. */
  public Set<String> commits() {
    Set<String> names = new LinkedHashSet<>();
    toolchains.forEach(t -> names.add(t.before()));
    fixes.forEach(f -> names.addAll(List.of(f.breaks(), f.by())));
    return names;
  }

  /** The same with other names for the commits. */
  public Ages named(UnaryOperator<String> name) {
    return new Ages(
        toolchains.stream().map(t -> new Toolchain(name.apply(t.before()), t.compiler())).toList(),
        fixes.stream().map(f -> new Fix(name.apply(f.breaks()), name.apply(f.by()))).toList());
  }
}
