package dev.straddle.run;

import dev.straddle.model.BadInputException;
import dev.straddle.model.InfraException;

/** What went wrong, as part of a sentence. */
final class Messages {

  private Messages() {}

  /** The message of what is told to people, without what to do next; of a bug its name too. */
  static String inOneLine(RuntimeException trouble) {
    return trouble instanceof BadInputException || trouble instanceof InfraException
        ? firstLine(trouble)
        : trouble.toString();
  }

  static String firstLine(RuntimeException trouble) {
    return String.valueOf(trouble.getMessage()).lines().findFirst().orElse("");
  }
}
