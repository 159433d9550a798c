package dev.straddle.verdict.claim;

import dev.straddle.model.Proof;
import dev.straddle.model.Proof.Status;
import dev.straddle.verdict.evidence.Evidence;

/**
 * Something that must be seen to hold before a boot may be called PASS.
 *
 * <p>A claim compares what was planned with what was seen. What was not seen is {@link
 * Status#UNKNOWN}, never assumed.
 */
public interface Claim {

  /** As verdicts, reports and symptoms name it. */
  String name();

  /** What became of it in this boot. */
  Proof check(Evidence boot);

  /** That it was seen to hold, or seen to fail. */
  default Proof seen(boolean holds, String evidence) {
    return new Proof(name(), holds ? Status.HOLDS : Status.FAILS, evidence);
  }

  /** That it was not seen. */
  default Proof unknown(String why) {
    return new Proof(name(), Status.UNKNOWN, why);
  }
}
