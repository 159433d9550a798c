package dev.straddle.model;

/**
 * What a boot was made from, as SHA-256 digests in hexadecimal: two boots with the same {@link
 * #all} did the same thing.
 *
 * @param guest the guest's definition, resolved
 * @param probe the probe script
 * @param kernel the kernel image that QEMU loads
 * @param vmlinux the ELF image whose symbols straddle reads by
 * @param initramfs the guest's programs, probe and modules
 * @param qemu what QEMU calls itself, and its accelerator
 * @param plan the addresses and seed that go into the command line
 * @param all of all these
 */
public record MadeOf(
    String guest,
    String probe,
    String kernel,
    String vmlinux,
    String initramfs,
    String qemu,
    String plan,
    String all) {}
