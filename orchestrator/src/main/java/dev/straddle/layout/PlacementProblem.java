package dev.straddle.layout;

/**
 * Something in a guest that its address space cannot hold.
 *
 * @param field the guest's field, such as {@code pmem[0].placement} or {@code machine.phys-bits}
 * @param message what is wrong and what would be right
 */
public record PlacementProblem(String field, String message) {}
