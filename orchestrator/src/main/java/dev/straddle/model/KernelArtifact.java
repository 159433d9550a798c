package dev.straddle.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A built kernel in the cache.
 *
 * @param key content key: source, series, resolved configuration and toolchain
 * @param sourceVersion what the source calls itself, such as {@code 6.12.117-1~deb12u1}
 * @param release what {@code uname -r} must print in the guest; carries the build id
 * @param buildId hexadecimal GNU build id of {@code vmlinux}
 * @param toolchain compiler and linker, as they name themselves
 * @param bzImage compressed image
 * @param vmlinux ELF image with symbols, and DWARF if straddle built it
 * @param config the {@code .config} it was built from
 * @param structPageSize bytes, from the image's DWARF or BTF
 * @param modules what the guest must load, in this order, to do what the shipped configurations
 *     have built in
 * @param networkModules what it must load besides, in this order, for SSH
 * @param code equal for kernels that run the same code and differ in nothing but their names; empty
 *     where that is not known
 * @param patches what was put on its source, in order
 * @param configuration digest of the configuration as it was asked for, the same for every version
 *     of the source; empty for kernels that were built elsewhere and in older records
 */
public record KernelArtifact(
    String kernel,
    String variant,
    String key,
    String sourceVersion,
    String release,
    String buildId,
    String toolchain,
    Path bzImage,
    Path vmlinux,
    Path config,
    int structPageSize,
    List<Path> modules,
    List<Path> networkModules,
    String code,
    List<AppliedPatch> patches,
    Optional<String> configuration) {

  public KernelArtifact {
    modules = modules == null ? List.of() : List.copyOf(modules); // absent from older records
    networkModules = networkModules == null ? List.of() : List.copyOf(networkModules);
    code = code == null ? "" : code;
    patches = patches == null ? List.of() : List.copyOf(patches);
  }

  /** The same kernel, with the patches and the configuration that were asked for. */
  public KernelArtifact from(List<AppliedPatch> applied, Optional<String> asked) {
    return new KernelArtifact(
        kernel,
        variant,
        key,
        sourceVersion,
        release,
        buildId,
        toolchain,
        bzImage,
        vmlinux,
        config,
        structPageSize,
        modules,
        networkModules,
        code,
        applied,
        asked);
  }

  /** Whether the driver that binds device DAX is a module, and binds in the task that loads it. */
  public boolean daxIsModule() {
    return modules.stream().anyMatch(file -> file.toString().endsWith("-device_dax.ko"));
  }

  /** Whether another record tells of the same kernel, wherever its files lie. */
  public boolean isToldAs(KernelArtifact other) {
    return facts().equals(other.facts());
  }

  private List<Object> facts() {
    return List.of(
        kernel,
        variant,
        key,
        sourceVersion,
        release,
        buildId,
        toolchain,
        structPageSize,
        code,
        patches,
        configuration);
  }

  /** Whether another kernel runs the same code, whatever it calls itself. */
  public boolean runsTheCodeOf(KernelArtifact other) {
    return !code.isEmpty() && code.equals(other.code);
  }
}
