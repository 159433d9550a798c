package dev.straddle.model;

import java.util.Optional;

/** Where the source of a kernel comes from. */
public sealed interface KernelSource {

  /**
   * A Debian source package such as {@code linux-source-6.12}.
   *
   * @param version exact Debian version, or empty for the newest that the host's mirror offers
   */
  record Debian(String packageName, Optional<String> version) implements KernelSource {}
}
