package dev.straddle.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/** Something that happened during a boot; {@code at} counts from the start of QEMU. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = BootEvent.Milestone.class, name = "milestone"),
  @JsonSubTypes.Type(value = BootEvent.Qmp.class, name = "qmp"),
  @JsonSubTypes.Type(value = BootEvent.Ended.class, name = "ended")
})
public sealed interface BootEvent {

  Duration at();

  /** A named point on the way: {@code qemu-started}, {@code kernel-speaks}, {@code probe} … */
  record Milestone(Duration at, String name) implements BootEvent {}

  /**
   * An event that QEMU sent.
   *
   * @param data its data as JSON text
   */
  record Qmp(Duration at, String name, String data) implements BootEvent {}

  /** The last event of every boot. */
  record Ended(Duration at, Ending ending) implements BootEvent {}
}
