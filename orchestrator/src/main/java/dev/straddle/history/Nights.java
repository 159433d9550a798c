package dev.straddle.history;

import dev.straddle.model.BadInputException;
import dev.straddle.runs.RunDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All nights whose runs lie in one place, as a fold over what is there now.
 *
 * @param runs the directory of runs
 * @param own the directory of what belongs to all nights of a name
 */
public record Nights(Path runs, Path own) {

  /** Those of a directory of runs; what belongs to all nights of a name lies beside it. */
  public static Nights at(Path runs) {
    return new Nights(runs, runs.resolveSibling("nights"));
  }

  /** The names that nights have. */
  public List<String> names() {
    try (Index index = Index.upToDate(runs)) {
      return index.nightNames();
    }
  }

  /** What the nights of a name came to; there may be none. */
  public Chronicle of(String name) {
    try (Index index = Index.upToDate(runs)) {
      return Chronicle.of(index, runs, name, said(name).all(), Rules.USUAL);
    }
  }

  /**
   * What the nights came to that somebody asks for.
   *
   * @param name may be left out where all nights have the same
   * @throws BadInputException when there are no such nights
   */
  public Chronicle asked(Optional<String> name) {
    String meant = name.orElseGet(this::only);
    Chronicle nights = of(meant);
    if (nights.nights().isEmpty()) {
      throw new BadInputException("there were no nights of " + meant, "straddle nightly FILE");
    }
    return nights;
  }

  /**
   * What was known after a night.
   *
   * @throws BadInputException when that run was none
   */
  public Chronicle after(RunDirectory run) {
    String name =
        run.night()
            .orElseThrow(
                () ->
                    new BadInputException(run.id() + " is no night", "straddle nightly makes some"))
            .name();
    try (Index index = Index.upToDate(runs)) {
      return Chronicle.until(index, runs, name, said(name).all(), Rules.USUAL, run.id());
    }
  }

  /** All runs, nights or not. */
  public List<String> runIds() {
    try (Index index = Index.upToDate(runs)) {
      return index.runs();
    }
  }

  /** The runs that open regressions of any name rest on. */
  public Set<String> evidence() {
    return Retention.evidence(names().stream().map(this::of).toList());
  }

  /** Writes down what somebody says of a regression of the nights of a name. */
  public void say(String name, String who, Event what) throws InterruptedException {
    said(name).add(new Said(Instant.now(), who, what));
  }

  private SaidFile said(String name) {
    return new SaidFile(own, name);
  }

  private String only() {
    List<String> names = names();
    if (names.size() == 1) {
      return names.get(0);
    }
    throw names.isEmpty()
        ? new BadInputException("there was no night yet", "straddle nightly FILE")
        : new BadInputException(
            "there are nights of several names",
            "--nights " + String.join(", or --nights ", names));
  }
}
