package dev.straddle.layout;

import dev.straddle.model.BadInputException;
import java.util.List;
import java.util.stream.Collectors;

/** A guest cannot be laid out in an address space as its file asks. */
public final class UnsuitableGuestException extends BadInputException {
  private static final long serialVersionUID = 1L;

  private final transient List<PlacementProblem> problems;

  UnsuitableGuestException(String guest, List<PlacementProblem> problems) {
    super(
        problems.stream()
            .map(p -> "guest " + guest + ", " + p.field() + ": " + p.message())
            .collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<PlacementProblem> problems() {
    return problems;
  }
}
