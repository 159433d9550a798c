package dev.straddle.model;

/**
 * One claim of a boot and what became of it.
 *
 * @param name such as {@code pmem at the planned place}
 * @param evidence what was compared, with the values
 */
public record Proof(String name, Status status, String evidence) {

  /** Whether the claim was seen to hold, seen to fail, or not seen. */
  public enum Status {
    HOLDS,
    FAILS,
    UNKNOWN
  }
}
