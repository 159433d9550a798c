package dev.straddle.model;

import java.nio.file.Path;

/** Options that are merged into a configuration. */
public sealed interface ConfigFragment {

  /**
   * A file of the user's.
   *
   * @param path absolute
   */
  record File(Path path) implements ConfigFragment {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * What the kernel's tree carries under a name, in its folders of fragments for all architectures
   * and for x86.
   *
   * @param name such as {@code kvm_guest.config}
   */
  record InTree(String name) implements ConfigFragment {
    @Override
    public String toString() {
      return name + " of the kernel's tree";
    }
  }
}
