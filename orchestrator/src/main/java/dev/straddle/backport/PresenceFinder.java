package dev.straddle.backport;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds patches on a branch in what its commits say; pure.
 *
 * @param commits those of the branch that upstream has not, oldest first
 * @param contained commits of upstream that are in the branch itself
 * @param patchIds of the branch's commits
 */
record PresenceFinder(List<Commit> commits, Set<String> contained, Map<String, String> patchIds) {

  /**
   * Says whether and how a commit of upstream is there.
   *
   * @param patchId its own; empty when unknown
   */
  Presence find(Commit upstream, String patchId) {
    Presence presence = firstFound(upstream, patchId);
    if (presence.kind() == Presence.Kind.ABSENT || presence.kind() == Presence.Kind.SUBJECT) {
      return presence;
    }
    Optional<Commit> revert = revertOf(upstream.id(), presence.by());
    return revert
        .map(
            r ->
                new Presence(Presence.Kind.REVERTED, Optional.of(r), "taken back by " + r.called()))
        .orElse(presence);
  }

  private Presence firstFound(Commit upstream, String patchId) {
    if (contained.contains(upstream.id())) {
      return new Presence(Presence.Kind.COMMIT, Optional.of(upstream), "");
    }
    Optional<Commit> named =
        last(c -> !c.subject().startsWith("Revert ") && Commit.names(c.sameAs(), upstream.id()));
    if (named.isPresent()) {
      return new Presence(Presence.Kind.NAMED, named, "");
    }
    Optional<Commit> same =
        patchId.isEmpty() ? Optional.empty() : last(c -> patchId.equals(patchIds.get(c.id())));
    if (same.isPresent()) {
      return new Presence(Presence.Kind.PATCH_ID, same, "");
    }
    Optional<Commit> title = last(c -> c.subject().equals(upstream.subject()));
    return title
        .map(c -> new Presence(Presence.Kind.SUBJECT, title, "the same subject, another change"))
        .orElse(Presence.absent());
  }

  private Optional<Commit> last(java.util.function.Predicate<Commit> which) {
    return commits.stream().filter(which).reduce((a, b) -> b);
  }

  /** The last commit that takes it back, unless it came again behind that. */
  private Optional<Commit> revertOf(String upstream, Optional<Commit> own) {
    Optional<Commit> revert = Optional.empty();
    int from = own.map(commits::indexOf).orElse(-1);
    for (Commit commit : commits.subList(from + 1, commits.size())) {
      Optional<Commit> standing = revert;
      if (standing.isPresent() && Commit.names(commit.reverts(), standing.get().id())) {
        revert = Optional.empty(); // the revert was reverted
      } else if (Commit.names(commit.reverts(), upstream)
          || own.isPresent() && Commit.names(commit.reverts(), own.get().id())) {
        revert = Optional.of(commit);
      }
    }
    return revert;
  }
}
