package dev.straddle.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a person says about a regression. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "word")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Event.Acknowledged.class, name = "ack"),
  @JsonSubTypes.Type(value = Event.FixNamed.class, name = "fix"),
  @JsonSubTypes.Type(value = Event.DuplicateOf.class, name = "dup"),
  @JsonSubTypes.Type(value = Event.Invalid.class, name = "invalid"),
  @JsonSubTypes.Type(value = Event.Reopened.class, name = "reopen")
})
public sealed interface Event {

  /** The number of the regression. */
  int regression();

  /** Somebody has seen it: it is counted among the old ones from now on. */
  record Acknowledged(int regression) implements Event {}

  /**
   * A commit is said to fix it.
   *
   * @param commit as the team writes it; compared with {@link Night#fixesPresent}
   */
  record FixNamed(int regression, String commit) implements Event {}

  /** It is another one in disguise; failures count there from now on. */
  record DuplicateOf(int regression, int of) implements Event {}

  /** It never was a fault of a kernel. */
  record Invalid(int regression, String why) implements Event {}

  /** It was closed by mistake. */
  record Reopened(int regression) implements Event {}
}
