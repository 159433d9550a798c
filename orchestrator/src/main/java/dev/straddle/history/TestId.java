package dev.straddle.history;

/**
 * What stays the same from night to night while the kernel changes: a kernel line with its
 * configuration, a variant of it, and a guest.
 *
 * @param kernel name of the kernel's YAML file, such as {@code linux-6.12}
 * @param config digest of the configuration; empty where it is not known
 * @param guest the guest's name, or {@link #BUILD}
 */
public record TestId(String kernel, String config, String variant, String guest)
    implements Comparable<TestId> {

  /** Stands in place of a guest for the build itself; no guest can have this name. */
  public static final String BUILD = "(build)";

  /** The build of a variant, whatever its configuration. */
  public static TestId build(String kernel, String variant) {
    return new TestId(kernel, "", variant, BUILD);
  }

  /** Whether it is a build, which comes to the same however often it is tried. */
  public boolean isBuild() {
    return guest.equals(BUILD);
  }

  @Override
  public int compareTo(TestId other) {
    return toString().compareTo(other.toString());
  }

  /** As cells are written, with the configuration's first digits where there are several. */
  @Override
  public String toString() {
    return kernel
        + "/"
        + variant
        + "@"
        + guest
        + (config.isEmpty() ? "" : " (" + config.substring(0, Math.min(8, config.length())) + ")");
  }
}
