package dev.straddle.verdict.claim;

import dev.straddle.model.Observation;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The guest's definition, its plan and the machine's command line have the same number of memory
 * devices: where one has none, claims on each of them would hold of nothing.
 */
record MemoryAsRecorded() implements Claim {

  /** A word of the command line that tells the guest of one device. */
  private static final Pattern TOLD = Pattern.compile("(?<= |^)straddle\\.pmem\\d+=");

  @Override
  public String name() {
    return "memory devices as recorded";
  }

  @Override
  public Proof check(Evidence boot) {
    int defined = boot.seen().guest().pmem().size();
    int planned = boot.seen().plan().pmem().size();
    int told = told(boot.seen());
    return seen(
        defined == planned && planned == told,
        defined == planned && planned == told
            ? defined + " defined, planned and told of"
            : defined + " defined, " + planned + " planned, " + told + " told of");
  }

  /** Whether the record has anything to do with memory devices. */
  static boolean applies(Observation seen) {
    return !seen.guest().pmem().isEmpty() || !seen.plan().pmem().isEmpty() || told(seen) > 0;
  }

  private static int told(Observation seen) {
    int most = 0;
    for (String word : seen.command()) {
      Matcher m = TOLD.matcher(word);
      int count = 0;
      while (m.find()) {
        count++;
      }
      most = Math.max(most, count);
    }
    return most;
  }
}
