package dev.straddle.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A claim of a guest's own, from {@code proves:} in its definition. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "claim")
@JsonSubTypes({
  @JsonSubTypes.Type(value = GuestClaim.StepSucceeds.class, name = "step"),
  @JsonSubTypes.Type(value = GuestClaim.FileHolds.class, name = "file"),
  @JsonSubTypes.Type(value = GuestClaim.LineSeen.class, name = "line"),
  @JsonSubTypes.Type(value = GuestClaim.LineNeverSeen.class, name = "no-line"),
  @JsonSubTypes.Type(value = GuestClaim.ModuleLoaded.class, name = "module")
})
public sealed interface GuestClaim {

  /** The probe announced this step, and it succeeded. */
  record StepSucceeds(String name) implements GuestClaim {}

  /**
   * After the probe a file of the guest holds this text.
   *
   * @param path absolute, in the guest
   */
  record FileHolds(String path, String text) implements GuestClaim {}

  /** A line of the console was seen in which this regular expression is found. */
  record LineSeen(String pattern) implements GuestClaim {}

  /** No line of the console was seen in which this regular expression is found. */
  record LineNeverSeen(String pattern) implements GuestClaim {}

  /** After the probe this module is loaded; what is built in is no module. */
  record ModuleLoaded(String name) implements GuestClaim {}
}
