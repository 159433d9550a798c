package dev.straddle.history;

import dev.straddle.text.NaturalOrder;

/**
 * What stays the same from night to night while the kernel changes: a kernel line with its
 * configuration, a variant of it, and a guest.
 *
 * @param kernel name of the kernel's YAML file, such as {@code linux-6.12}
 * @param config digest of the configuration; empty where it is not known
 * @param guest the guest's name, or {@link #BUILD}, or a guest's name with what is measured of it
 */
public record TestId(String kernel, String config, String variant, String guest)
    implements Comparable<TestId> {

  /** Stands in place of a guest for the build itself; no guest can have this name. */
  public static final String BUILD = "(build)";

  /** Stands behind a guest for the time that its seeded boots take; no guest can have this name. */
  private static final String TIME = " (guest time)";

  /** The build of a variant, whatever its configuration. */
  public static TestId build(String kernel, String variant) {
    return new TestId(kernel, "", variant, BUILD);
  }

  /** Whether it is a build, which comes to the same however often it is tried. */
  public boolean isBuild() {
    return guest.equals(BUILD);
  }

  /** The guest's time of this test's seeded boots. */
  public TestId time() {
    return new TestId(kernel, config, variant, guest + TIME);
  }

  /** Whether it is the guest's time of seeded boots. */
  public boolean isTime() {
    return guest.endsWith(TIME);
  }

  /** Whether it is about boots themselves. */
  public boolean isOfBoots() {
    return !isBuild() && !isTime();
  }

  /** The guest that is booted for it. */
  public String bootedGuest() {
    return isTime() ? guest.substring(0, guest.length() - TIME.length()) : guest;
  }

  @Override
  public int compareTo(TestId other) {
    return NaturalOrder.INSTANCE.compare(toString(), other.toString());
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
