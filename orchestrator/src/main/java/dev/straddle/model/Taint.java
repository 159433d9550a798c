package dev.straddle.model;

import java.util.List;

/**
 * What the kernel had been through before the report (Documentation/admin-guide/tainted-kernels).
 *
 * @param letters such as {@code GDW}
 * @param meanings one phrase per letter, in the same order
 */
public record Taint(String letters, List<String> meanings) {
  public Taint {
    meanings = List.copyOf(meanings);
  }
}
