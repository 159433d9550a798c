package dev.straddle.boot;

import dev.straddle.guest.Accelerator;
import java.nio.file.Path;

/**
 * What a boot needs besides the cell.
 *
 * @param cache straddle's cache directory, for initramfs archives
 * @param accelerator what executes the guest
 */
public record BootOptions(Path cache, Accelerator accelerator) {}
