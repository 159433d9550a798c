package dev.straddle.model;

import java.util.OptionalInt;

/**
 * Who ran when the kernel reported, from the line {@code CPU: 0 PID: 1 Comm: init …}.
 *
 * @param cpu absent where the line is missing or damaged
 * @param pid absent likewise
 * @param comm the task's name, at most 15 bytes in the kernel; empty when unknown
 */
public record CrashedTask(OptionalInt cpu, OptionalInt pid, String comm) {}
