package dev.straddle.backport;

import dev.straddle.backport.BranchFacts.Culprit;
import dev.straddle.backport.BranchFacts.FollowUp;
import dev.straddle.backport.BranchFacts.Lacking;
import dev.straddle.backport.BranchFacts.PatchFacts;
import dev.straddle.backport.BranchFacts.Prerequisite;
import dev.straddle.kernel.series.CommitTrial;
import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.model.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a history tells of a fix and a branch. */
public final class Backports {

  private static final int NEIGHBOURHOOD = 60;
  private static final int MOST_LACKING = 8;
  private static final int MOST_TEXTUAL = 12;

  private final History history;
  private final String upstream;
  private final List<Commit> fix;
  private final List<Commit> around;
  private final CommitTrial trial;

  private Backports(History history, List<Commit> fix, String upstream)
      throws InterruptedException {
    this.history = history;
    this.upstream = upstream;
    this.fix = List.copyOf(fix);
    Optional<String> before = history.resolve(fix.get(0).id() + "~" + NEIGHBOURHOOD);
    List<String> revisions = new ArrayList<>(List.of(this.upstream));
    before.ifPresent(b -> revisions.add("^" + b));
    this.around = history.commits(revisions, List.of());
    this.trial = new CommitTrial(history.repository());
  }

  /**
   * For the commits of a range.
   *
   * @param range such as {@code abc^..def}
   * @param upstream a branch that has the fix and what came after
   */
  public static Backports ofRange(History history, String range, String upstream)
      throws InterruptedException {
    List<Commit> fix = history.commits(List.of(range), List.of());
    if (fix.isEmpty()) {
      throw new BadInputException("there is no commit in " + range);
    }
    String tip =
        history
            .resolve(upstream)
            .orElseThrow(
                () -> new BadInputException(History.noCommit(upstream, history.repository())));
    return new Backports(history, fix, tip);
  }

  /** For patches that each name an upstream commit which the history has; else empty. */
  public static Optional<Backports> ofNamed(History history, List<PatchNote> notes, String upstream)
      throws InterruptedException {
    Optional<String> tip = history.resolve(upstream);
    List<Commit> fix = new ArrayList<>();
    for (PatchNote note : notes) {
      for (String id : note.upstream()) {
        Optional<Commit> commit = find(history, id);
        if (commit.isPresent()) {
          fix.add(commit.get());
          break;
        }
      }
    }
    return tip.isEmpty() || fix.isEmpty() || fix.size() != notes.size()
        ? Optional.empty()
        : Optional.of(new Backports(history, fix, tip.get()));
  }

  /** The commits of the fix, oldest first. */
  List<Commit> fix() {
    return fix;
  }

  private String resolved(String name) throws InterruptedException {
    return history
        .resolve(name)
        .orElseThrow(() -> new BadInputException(History.noCommit(name, history.repository())));
  }

  /** Everything about one branch. */
  public BranchFacts facts(String branch) throws IOException, InterruptedException {
    String tip = resolved(branch);
    List<Commit> followers = followers();
    Map<Commit, Set<Prerequisite.Kind>> wanted = new LinkedHashMap<>();
    Optional<String> version = version(tip);
    declared(version).forEach(c -> kinds(wanted, c).add(Prerequisite.Kind.DECLARED));
    siblings().forEach(c -> kinds(wanted, c).add(Prerequisite.Kind.SIBLING));
    List<Commit> interesting = new ArrayList<>(fix);
    interesting.addAll(followers);
    interesting.addAll(wanted.keySet());
    PresenceFinder finder = finder(tip, interesting);
    Map<String, String> ids = history.patchIds(interesting.stream().map(Commit::id).toList());

    List<PatchFacts> patches = new ArrayList<>();
    List<Commit> absent = new ArrayList<>();
    Map<Commit, Presence> presences = new LinkedHashMap<>();
    for (Commit patch : fix) {
      Presence presence = finder.find(patch, ids.getOrDefault(patch.id(), ""));
      presences.put(patch, presence);
      if (!presence.isThere()) {
        absent.add(patch);
      }
    }
    List<PatchTrial> trials = trial.attempt(tip, List.of(), idsOf(absent));
    for (Commit patch : fix) {
      Presence presence = presences.get(patch);
      int at = absent.indexOf(patch);
      Optional<PatchTrial> trial = at < 0 ? Optional.empty() : Optional.of(trials.get(at));
      if (trial.isPresent() && trial.get().kind() == PatchTrial.Kind.ALREADY_THERE) {
        presence = new Presence(Presence.Kind.EFFECT, presence.by(), "it applies in reverse");
      }
      List<Lacking> lacking =
          trial.isEmpty() ? List.of() : lacking(patch, trial.get(), tip, finder);
      for (Lacking place : lacking) {
        textual(patch, place, tip).forEach(c -> kinds(wanted, c).add(Prerequisite.Kind.TEXTUAL));
      }
      patches.add(new PatchFacts(patch, presence, trial, lacking, difference(patch, presence)));
    }
    wanted.keySet().removeIf(c -> finder.find(c, ids.getOrDefault(c.id(), "")).isThere());
    List<FollowUp> followUps = new ArrayList<>();
    for (Commit follower : followers) {
      Presence presence = finder.find(follower, ids.getOrDefault(follower.id(), ""));
      followUps.add(new FollowUp(follower, !follower.reverts().isEmpty(), presence));
    }
    return new BranchFacts(
        branch,
        tip,
        version,
        culprits(tip, finder),
        patches,
        tried(tip, idsOf(absent), wanted),
        followUps,
        fix.stream().map(StableNote::of).filter(StableNote::asked).toList());
  }

  private static Set<Prerequisite.Kind> kinds(
      Map<Commit, Set<Prerequisite.Kind>> wanted, Commit commit) {
    return wanted.computeIfAbsent(commit, c -> new TreeSet<>());
  }

  private static List<String> idsOf(Collection<Commit> commits) {
    return commits.stream().map(Commit::id).toList();
  }

  private PresenceFinder finder(String tip, List<Commit> interesting)
      throws IOException, InterruptedException {
    List<String> own = List.of(tip, "^" + upstream);
    Set<String> paths = new LinkedHashSet<>();
    Set<String> contained = new HashSet<>();
    for (Commit commit : interesting) {
      paths.addAll(history.paths(commit.id()));
      if (history.contains(tip, commit.id())) {
        contained.add(commit.id());
      }
    }
    List<String> alike = idsOf(history.commits(own, paths));
    return new PresenceFinder(history.commits(own, List.of()), contained, history.patchIds(alike));
  }

  /** Commits that say they fix or take back the fix, or what fixed it. */
  private List<Commit> followers() {
    Set<String> about = new LinkedHashSet<>(idsOf(fix));
    List<Commit> followers = new ArrayList<>();
    for (Commit commit : around) {
      if (!about.contains(commit.id())
          && about.stream()
              .anyMatch(
                  id -> Commit.names(commit.fixes(), id) || Commit.names(commit.reverts(), id))) {
        about.add(commit.id());
        followers.add(commit);
      }
    }
    return followers;
  }

  private List<Commit> siblings() {
    Set<String> series = new HashSet<>();
    fix.forEach(c -> series.add(c.sentWith()));
    series.remove("");
    Set<String> own = new HashSet<>(idsOf(fix));
    return around.stream()
        .filter(c -> series.contains(c.sentWith()) && !own.contains(c.id()))
        .toList();
  }

  /** The version that the Makefile of a kernel names, such as {@code 6.1}. */
  private Optional<String> version(String commit) throws InterruptedException {
    Matcher named =
        Pattern.compile("(?ms)^VERSION = (\\d+)$.*?^PATCHLEVEL = (\\d+)$")
            .matcher(history.file(commit, "Makefile"));
    return named.find() ? Optional.of(named.group(1) + "." + named.group(2)) : Optional.empty();
  }

  private List<Commit> declared(Optional<String> branch) throws InterruptedException {
    List<Commit> declared = new ArrayList<>();
    for (Commit patch : fix) {
      for (StableNote.Needed needed : StableNote.of(patch).needed()) {
        if (needed.concerns(branch)) {
          find(needed.id()).ifPresent(declared::add);
        }
      }
      for (String id : patch.needs()) {
        find(id).ifPresent(declared::add);
      }
      around.stream().filter(c -> Commit.names(c.neededBy(), patch.id())).forEach(declared::add);
    }
    return declared;
  }

  private Optional<Commit> find(String id) throws InterruptedException {
    return find(history, id);
  }

  private static Optional<Commit> find(History history, String id) throws InterruptedException {
    Optional<String> whole = history.resolve(id);
    return whole.isEmpty()
        ? Optional.empty()
        : history.commits(List.of(whole.get() + "^!"), List.of()).stream().findFirst();
  }

  private List<Culprit> culprits(String tip, PresenceFinder finder) throws InterruptedException {
    List<Culprit> culprits = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    fix.forEach(c -> ids.addAll(c.fixes()));
    for (String id : ids) {
      Optional<Commit> commit = find(id);
      Optional<Presence> presence = Optional.empty();
      if (commit.isPresent()) {
        presence =
            Optional.of(
                history.contains(tip, commit.get().id())
                    ? new Presence(Presence.Kind.COMMIT, commit, "")
                    : finder.find(commit.get(), ""));
      }
      culprits.add(new Culprit(commit.map(Commit::called).orElse(id), presence));
    }
    return culprits;
  }

  private List<Lacking> lacking(Commit patch, PatchTrial trial, String tip, PresenceFinder finder)
      throws InterruptedException {
    List<Lacking> all = new ArrayList<>();
    for (PatchTrial.Misfit misfit : trial.misfits()) {
      List<Commit> commits =
          history.commits(List.of(patch.id() + "^", "^" + tip), List.of(misfit.file())).stream()
              .filter(c -> !finder.find(c, "").isThere())
              .toList();
      List<Commit> newest = new ArrayList<>(commits);
      java.util.Collections.reverse(newest);
      all.add(new Lacking(misfit, newest.stream().limit(MOST_LACKING).toList()));
    }
    return all;
  }

  /** Those of the lacking commits that wrote the lines where the patch does not fit. */
  private List<Commit> textual(Commit patch, Lacking place, String tip)
      throws InterruptedException {
    if (place.place().line() == 0) {
      return place.commits().stream().limit(1).toList();
    }
    int line = place.place().line();
    Set<String> wrote = history.blame(patch.id() + "^", place.place().file(), line, line + 8);
    return place.commits().stream().filter(c -> wrote.contains(c.id())).toList();
  }

  private List<String> difference(Commit patch, Presence presence) throws InterruptedException {
    return presence.by().isPresent()
            && presence.kind() != Presence.Kind.COMMIT
            && presence.kind() != Presence.Kind.REVERTED
        ? history.difference(patch.id(), presence.by().get().id())
        : List.of();
  }

  /** Tries the fix with each prerequisite and without; all together where none alone suffices. */
  private List<Prerequisite> tried(
      String tip, List<String> absent, Map<Commit, Set<Prerequisite.Kind>> wanted)
      throws IOException, InterruptedException {
    List<Commit> inOrder = new ArrayList<>();
    around.stream().filter(wanted::containsKey).forEach(inOrder::add);
    wanted.keySet().stream().filter(c -> !inOrder.contains(c)).forEach(c -> inOrder.add(0, c));
    List<Commit> some = inOrder.subList(0, Math.min(MOST_TEXTUAL, inOrder.size()));
    boolean without = applies(tip, List.of(), absent);
    boolean all = !without && applies(tip, idsOf(some), absent);
    List<Prerequisite> prerequisites = new ArrayList<>();
    for (Commit commit : some) {
      Prerequisite.Need need;
      if (without) {
        need = Prerequisite.Need.APPLIES_WITHOUT;
      } else if (all) {
        List<String> others = new ArrayList<>(idsOf(some));
        others.remove(commit.id());
        need =
            applies(tip, others, absent)
                ? Prerequisite.Need.APPLIES_WITHOUT
                : Prerequisite.Need.REQUIRED;
      } else {
        need =
            applies(tip, List.of(commit.id()), absent)
                ? Prerequisite.Need.REQUIRED
                : Prerequisite.Need.UNKNOWN;
      }
      prerequisites.add(new Prerequisite(commit, List.copyOf(wanted.get(commit)), need));
    }
    return prerequisites;
  }

  private boolean applies(String tip, List<String> below, List<String> patches)
      throws IOException, InterruptedException {
    return trial.attempt(tip, below, patches).stream().allMatch(PatchTrial::sound);
  }
}
