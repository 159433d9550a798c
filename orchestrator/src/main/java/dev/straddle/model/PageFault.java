package dev.straddle.model;

/**
 * The error code of an x86 page fault, in words.
 *
 * <p>Bits as in arch/x86/include/asm/trap_pf.h: 0 protection (else not present), 1 write, 2 user
 * mode, 4 instruction fetch.
 *
 * @param errorCode as the processor pushed it
 * @param access {@code read}, {@code write} or {@code instruction fetch}
 * @param mode {@code kernel} or {@code user}
 * @param cause {@code not-present page}, {@code permissions violation} …
 */
public record PageFault(long errorCode, String access, String mode, String cause) {}
