package dev.straddle.verdict.claim;

import dev.straddle.model.GuestFacts;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.Optional;

/**
 * A line was seen on the console, or none like it was.
 *
 * @param wanted whether there has to be one
 */
record LineOnConsole(String pattern, boolean wanted) implements Claim {

  @Override
  public String name() {
    return (wanted ? "a console line like " : "no console line like ") + pattern;
  }

  @Override
  public Proof check(Evidence boot) {
    if (!boot.lines().lookedFor(pattern)) {
      return unknown("the console was not searched for it");
    }
    Optional<String> line = boot.lines().firstWith(pattern);
    if (line.isPresent()) {
      return seen(wanted, GuestFacts.onOneLine(line.get()));
    }
    return boot.searchedWholeConsole()
        ? seen(!wanted, "none was seen")
        : unknown("of the console, " + boot.seen().console().bytesUnseen() + " bytes are gone");
  }
}
