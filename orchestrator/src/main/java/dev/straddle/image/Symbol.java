package dev.straddle.image;

/**
 * A symbol of a kernel.
 *
 * @param address at which it is linked
 * @param type as nm says it: {@code T}, {@code t}, {@code D}, …
 */
public record Symbol(long address, char type, String name) {}
