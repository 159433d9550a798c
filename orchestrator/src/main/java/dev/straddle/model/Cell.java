package dev.straddle.model;

/** One boot to do, complete: which kernel, on which guest, under which name. */
public record Cell(CellId id, KernelSpec kernel, KernelSpec.Variant variant, GuestSpec guest) {}
