package dev.straddle.model;

import java.nio.file.Path;

/** What the configuration of a kernel starts from. */
public sealed interface ConfigBase {

  /**
   * What a target of the kernel's own make comes to.
   *
   * @param name such as {@code tinyconfig}
   */
  record Target(String name) implements ConfigBase {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A whole configuration in a file.
   *
   * @param path absolute
   */
  record File(Path path) implements ConfigBase {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** The configuration of a kernel that Debian built. */
  record Packaged(KernelSource.DebianImage kernel) implements ConfigBase {}
}
