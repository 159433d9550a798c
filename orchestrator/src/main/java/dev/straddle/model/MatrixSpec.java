package dev.straddle.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A set of cells and what to expect of them: kernels × the two variants × guests × repetitions.
 *
 * @param kernels names, in order
 * @param guests names, in order, each with the outcome its pair of variants should have
 * @param without name of the variant without the series
 * @param with name of the variant with it
 * @param crash the crash that the series claims to fix
 * @param definedIn the YAML file, for messages
 */
public record MatrixSpec(
    String name,
    String description,
    List<String> kernels,
    Map<String, PairOutcome> guests,
    String without,
    String with,
    int repetitions,
    ExpectedCrash crash,
    Path definedIn) {

  public MatrixSpec {
    kernels = List.copyOf(kernels);
    guests = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(guests));
  }
}
