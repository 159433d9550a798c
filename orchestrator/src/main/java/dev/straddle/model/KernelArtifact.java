package dev.straddle.model;

import java.nio.file.Path;

/**
 * A built kernel in the cache.
 *
 * @param key content key: source, series, resolved configuration and toolchain
 * @param sourceVersion what the source calls itself, such as {@code 6.12.117-1~deb12u1}
 * @param release what {@code uname -r} must print in the guest; carries the build id
 * @param buildId hexadecimal GNU build id of {@code vmlinux}
 * @param toolchain first line of {@code gcc --version}
 * @param bzImage compressed image
 * @param vmlinux ELF image with symbols and DWARF
 * @param config the {@code .config} it was built from
 * @param structPageSize bytes, from the image's DWARF
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
    int structPageSize) {}
