package dev.straddle.kernel.series;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One mail, or the text of a file that is none: a bare diff.
 *
 * @param text as it stands in the file
 * @param head what its headers say; empty for a bare diff
 * @param message above the diff, decoded
 * @param diff decoded; one for every way to read it, the likeliest first; empty when it has none
 */
record Mail(byte[] text, Optional<Head> head, String message, List<Reading> diff) {

  private static final int LONGEST_COVER = 1 << 16;

  /**
   * The headers that matter.
   *
   * @param subject decoded
   * @param from decoded, name and address
   * @param id empty when it has none
   * @param answers the ids of all mails that it answers
   */
  record Head(Subject subject, String from, String date, String id, Set<String> answers) {
    Head {
      answers = Set.copyOf(answers);
    }
  }

  /**
   * One way to read the bytes of a diff.
   *
   * @param change what was done to them; empty when they are as they came
   */
  record Reading(byte[] bytes, String change) {}

  Mail {
    diff = List.copyOf(diff);
  }

  /** Whether it changes any file; a cover letter does not. */
  boolean isPatch() {
    return !diff.isEmpty();
  }

  /** What is kept of a mail that is not applied: of a cover letter its message, too. */
  Mail withoutText() {
    List<Reading> some = isPatch() ? List.of(new Reading(new byte[0], "")) : List.of();
    boolean cover = head.isPresent() && head.get().subject().isCover();
    String kept = cover ? message.substring(0, Math.min(LONGEST_COVER, message.length())) : "";
    return new Mail(new byte[0], head, kept, some);
  }

  /** Without the {@code [PATCH …]} in front; empty for a bare diff. */
  String title() {
    return head.map(h -> h.subject().title()).orElse("");
  }
}
