package dev.straddle.bisect;

import dev.straddle.bisect.Conclusion.Word;
import dev.straddle.disk.FileTrouble;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which options matter together: an option that brings the symptom may need others before it.
 *
 * <p>Each round is a bisection. The next one begins with the option that was found and ends with
 * all before it; it is over at once when that option alone brings the symptom.
 */
public final class OptionRounds {

  private OptionRounds() {}

  /** The option that a round has found, for people; empty when it found none. */
  public static Optional<String> found(Journal round) {
    return culprit(round).map(place -> round.commits().get(place).subject());
  }

  /** What a round that is not followed by another one says of all options together. */
  public static String words(Journal round) {
    Word word = round.conclusion().map(Conclusion::word).orElseThrow();
    return switch (word) {
      case INTRODUCED_BEFORE ->
          "the first configuration brings the symptom: no other option is needed";
      case CULPRIT -> found(round).orElseThrow() + " needs no other option that differs";
      default -> "whether other options are needed is not known";
    };
  }

  /**
   * The question of the next round; empty when the option found was the first one changed, so that
   * it needs no other, or none was found.
   *
   * @param directory where the configurations of the next round are written
   */
  public static Optional<Question> next(Journal round, Path directory) {
    Optional<Integer> culprit = culprit(round).filter(place -> place > 1);
    if (culprit.isEmpty()) {
      return Optional.empty();
    }
    int place = culprit.get() - 1;
    Question asked = round.question();
    ConfigRange range =
        ConfigRange.between(Path.of(asked.good().orElseThrow()), Path.of(asked.bad()));
    try {
      Path good = range.write(directory.resolve("next-good.config"), i -> i == place);
      Path bad = range.write(directory.resolve("next-bad.config"), i -> i <= place);
      return Optional.of(asked.between(good.toString(), bad.toString(), Instant.now()));
    } catch (IOException e) {
      throw new InfraException(
          "cannot write to " + directory + ": " + FileTrouble.why(e), "check the disk", e);
    }
  }

  private static Optional<Integer> culprit(Journal round) {
    List<String> culprits =
        round
            .conclusion()
            .filter(c -> c.word() == Word.CULPRIT)
            .map(Conclusion::culprits)
            .orElse(List.of());
    return round.question().over() == Question.Over.OPTIONS && culprits.size() == 1
        ? Optional.of(OptionTargets.number(culprits.get(0)))
        : Optional.empty();
  }
}
