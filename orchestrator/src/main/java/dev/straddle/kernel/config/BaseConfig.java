package dev.straddle.kernel.config;

import dev.straddle.disk.Digest;

/** What a configuration starts from, at hand. */
public sealed interface BaseConfig {

  /** Equal for what comes to the same configuration. */
  String id();

  /** A target of the kernel's own make. */
  record Target(String id) implements BaseConfig {}

  /**
   * A whole configuration.
   *
   * @param name for messages
   */
  record Text(String name, String text) implements BaseConfig {
    @Override
    public String id() {
      return new Digest().add("text", text).hex();
    }
  }
}
