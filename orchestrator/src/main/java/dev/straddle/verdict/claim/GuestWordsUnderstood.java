package dev.straddle.verdict.claim;

import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.List;

/** All that the guest said on its channel was understood, and none of it exceeded a limit. */
record GuestWordsUnderstood() implements Claim {

  @Override
  public String name() {
    return "the guest's words were understood";
  }

  @Override
  public Proof check(Evidence boot) {
    List<String> unparsed = boot.seen().facts().unparsed();
    return unparsed.isEmpty()
        ? seen(true, "every line that it said")
        : seen(
            false,
            unparsed.get(0)
                + (unparsed.size() > 1 ? ", and " + (unparsed.size() - 1) + " more" : ""));
  }
}
