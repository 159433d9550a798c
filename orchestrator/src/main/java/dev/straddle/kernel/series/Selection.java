package dev.straddle.kernel.series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which of many mails are the patches of a series, in their order.
 *
 * <p>A reply is no patch, whatever diff it holds. Of several versions the newest that is whole is
 * taken. Nothing is dropped in silence: what is left out says why.
 */
final class Selection {

  private static final Pattern DECLARED =
      Pattern.compile(
          "(?im)^(base-commit|depends-on|prerequisite-(?:message|change|patch)-id):[ \\t]*(\\S[^\\n]*)$");

  private final List<Found> chosen = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Selection() {}

  /**
   * Chooses.
   *
   * @param branch the stable branch that is asked for; empty where nobody asks
   */
  static Selection of(List<Found> all, String branch) {
    Selection selection = new Selection();
    Threads threads = new Threads(all);
    List<PatchGroup> groups =
        selection.forBranch(PatchGroup.of(selection.patches(all), threads), branch);
    List<PatchGroup> newest = selection.newest(selection.rerolled(selection.withoutAsides(groups)));
    newest.forEach(selection::take);
    all.stream().filter(f -> isCoverOf(f, newest)).forEach(selection::declared);
    selection.keepPlaces(newest);
    return selection;
  }

  List<Found> chosen() {
    return List.copyOf(chosen);
  }

  List<LeftOut> leftOut() {
    return List.copyOf(leftOut);
  }

  /** What the reader of the series should know of the choice. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private static boolean isCoverOf(Found found, List<PatchGroup> groups) {
    return found.isMail()
        && found.subject().isCover()
        && !found.subject().reply()
        && groups.stream()
            .anyMatch(
                g ->
                    g.isNumbered()
                        && g.version() == found.subject().version()
                        && g.total() == found.subject().total().orElse(0));
  }

  /** What a cover letter says in lines for machines. */
  private void declared(Found cover) {
    for (Matcher line = DECLARED.matcher(cover.mail().message()); line.find(); ) {
      String note = line.group(1).toLowerCase(Locale.ROOT) + ": " + line.group(2).strip();
      if (!notes.contains(note)) {
        notes.add(note);
      }
    }
  }

  /** What is a patch by its subject; the rest is left out with its reason. */
  private List<Found> patches(List<Found> all) {
    boolean tags = all.stream().anyMatch(Selection::isTagged);
    Set<String> seen = new HashSet<>();
    List<Found> patches = new ArrayList<>();
    for (Found found : all) {
      String why = whyNot(found, tags, seen);
      if (why.isEmpty()) {
        patches.add(found);
      } else {
        leftOut.add(new LeftOut(found.called(), why));
      }
    }
    return patches;
  }

  private static boolean isTagged(Found found) {
    return found.mail().isPatch()
        && found.isMail()
        && found.subject().tagged()
        && !found.subject().reply();
  }

  private static String whyNot(Found found, boolean tags, Set<String> seen) {
    if (!found.isMail()) {
      return found.mail().isPatch() ? "" : "changes no file";
    }
    Subject subject = found.subject();
    if (subject.reply()) {
      return found.mail().isPatch() ? "a reply, though it holds a diff" : "a reply";
    }
    if (!found.mail().isPatch()) {
      return subject.isCover() ? "a cover letter" : "holds no diff";
    }
    String id = found.head().id();
    if (!id.isEmpty() && !seen.add(id + " " + subject.title())) {
      return "came twice";
    }
    if (tags && !subject.tagged() && !found.head().answers().isEmpty()) {
      return "answers another mail, and its subject calls it no patch";
    }
    return "";
  }

  /** Without patches of their own that somebody sent as an answer to a series. */
  private List<PatchGroup> withoutAsides(List<PatchGroup> groups) {
    List<PatchGroup> kept = new ArrayList<>();
    for (PatchGroup group : groups) {
      Optional<PatchGroup> main =
          groups.stream().filter(g -> g != group && isAside(group, g)).findFirst();
      if (main.isPresent()) {
        drop(
            group,
            isFixup(group)
                ? "a fixup in answer to the series; to have it, put it behind the patches in a folder"
                : "a patch of its own in answer to " + main.get().first().called());
      } else {
        kept.add(group);
      }
    }
    return kept;
  }

  /** Of patches for several stable branches those for one: that asked for, or else the newest. */
  private List<PatchGroup> forBranch(List<PatchGroup> groups, String branch) {
    List<Set<String>> all =
        groups.stream().map(PatchGroup::branches).filter(b -> !b.isEmpty()).distinct().toList();
    if (all.isEmpty()) {
      return groups;
    }
    Set<String> chosen =
        all.stream()
            .filter(b -> b.contains(branch))
            .findFirst()
            .orElseGet(
                () -> all.stream().max(Comparator.comparing(Selection::newestOf)).orElseThrow());
    boolean others = !branch.isEmpty() && !chosen.contains(branch);
    notes.add("for " + String.join(", ", chosen) + (others ? ", none is for " + branch : ""));
    List<PatchGroup> kept = new ArrayList<>();
    for (PatchGroup group : groups) {
      if (group.branches().isEmpty() || group.branches().equals(chosen)) {
        kept.add(group);
      } else {
        drop(group, "for " + String.join(", ", group.branches()));
      }
    }
    return kept;
  }

  private static int newestOf(Set<String> branches) {
    return branches.stream()
        .map(b -> b.split("\\."))
        .mapToInt(b -> Integer.parseInt(b[0]) * 1000 + Integer.parseInt(b[1]))
        .max()
        .orElse(0);
  }

  private static boolean isFixup(PatchGroup group) {
    return group.first().mail().title().matches("(?:fixup|squash|amend)! .*");
  }

  private static boolean isAside(PatchGroup group, PatchGroup main) {
    if (!group.sameThread(main) || group.isRoot() || group.isNumbered()) {
      return false;
    }
    if (!main.isNumbered()) {
      return main.isRoot() && !main.sameAuthor(group);
    }
    return !main.sameAuthor(group)
        || group.version() <= main.version()
        || main.members().size() > 1 && group.sharesTitles(main);
  }

  /**
   * Single patches in a newer version, each sent in answer to its own older one, take the place of
   * those.
   */
  private List<PatchGroup> rerolled(List<PatchGroup> groups) {
    List<PatchGroup> kept = new ArrayList<>(groups);
    for (PatchGroup newer : groups) {
      Optional<PatchGroup> old =
          kept.stream()
              .filter(g -> isRerollOf(newer, g))
              .max(Comparator.comparing(PatchGroup::version));
      if (old.isPresent()) {
        kept.remove(newer);
        kept.set(kept.indexOf(old.get()), rerolled(old.get(), newer));
      }
    }
    return kept;
  }

  private static boolean isRerollOf(PatchGroup newer, PatchGroup old) {
    return newer.isNumbered()
        && old.isNumbered()
        && !newer.isWhole()
        && old.isWhole()
        && newer.total() == old.total()
        && newer.version() > old.version()
        && newer.members().stream().allMatch(m -> old.older(m).isPresent());
  }

  private PatchGroup rerolled(PatchGroup old, PatchGroup newer) {
    List<Found> members = new ArrayList<>(old.members());
    for (Found member : newer.members()) {
      Found older = old.older(member).orElseThrow();
      members.set(members.indexOf(older), new Found(older.place(), member.name(), member.mail()));
      leftOut.add(new LeftOut(older.called(), "v" + newer.version() + " of it is taken"));
      notes.add(
          "%d/%d is its v%d, sent in answer"
              .formatted(PatchGroup.number(member), newer.total(), newer.version()));
    }
    return new PatchGroup(members, old.thread());
  }

  /** Of groups that are versions of one another only the newest that is whole. */
  private List<PatchGroup> newest(List<PatchGroup> groups) {
    List<PatchGroup> kept = new ArrayList<>(groups);
    for (PatchGroup old : groups) {
      Optional<PatchGroup> better =
          kept.stream().filter(g -> g != old && !beats(g, old).isEmpty()).findFirst();
      if (better.isPresent()) {
        drop(old, beats(better.get(), old));
        kept.remove(old);
      }
    }
    return kept;
  }

  /** Why one is to be taken rather than the other; empty when it is not. */
  private static String beats(PatchGroup one, PatchGroup other) {
    boolean titles = one.sharesTitles(other);
    if (!one.sameThread(other) && !titles) {
      return "";
    }
    if (one.isWhole() != other.isWhole()) {
      String missing =
          String.format("v%d is not whole here; v%d is taken", other.version(), one.version());
      return one.isWhole() ? missing : "";
    }
    if (one.version() != other.version()) {
      return one.version() > other.version() ? "v" + one.version() + " is taken" : "";
    }
    if (titles && (one.isNumbered() || one.sameThread(other))) {
      return one.first().place() > other.first().place() ? "sent again later" : "";
    }
    return one.sameThread(other) && answers(one) < answers(other)
        ? "a series of its own in answer to " + one.first().called()
        : "";
  }

  private static int answers(PatchGroup group) {
    return group.members().stream().mapToInt(m -> m.head().answers().size()).min().orElse(0);
  }

  private void drop(PatchGroup group, String why) {
    group.members().forEach(m -> leftOut.add(new LeftOut(m.called(), why)));
  }

  /** Takes a group in the order of its numbers; of two with one number the later. */
  private void take(PatchGroup group) {
    if (!group.isNumbered()) {
      chosen.addAll(group.members());
      return;
    }
    Map<Integer, Found> byNumber = new TreeMap<>();
    for (Found member : group.members()) {
      Found earlier = byNumber.put(PatchGroup.number(member), member);
      if (earlier != null) {
        leftOut.add(new LeftOut(earlier.called(), "sent again later"));
      }
    }
    List<Found> ordered = List.copyOf(byNumber.values());
    chosen.addAll(ordered);
    if (!ordered.stream().sorted(Comparator.comparing(Found::place)).toList().equals(ordered)) {
      notes.add("put in the order of the numbers; they came in another");
    }
    if (group.version() > 1) {
      notes.add("this is v" + group.version());
    }
    if (!group.isWhole()) {
      notes.add(
          group.missing().stream()
              .map(n -> n + "/" + group.total())
              .collect(Collectors.joining(", ", "not here: ", "")));
    }
  }

  /** Patches without numbers between those of a series keep everything where it is. */
  private void keepPlaces(List<PatchGroup> groups) {
    for (PatchGroup group : groups) {
      for (PatchGroup loose : groups) {
        if (group.isNumbered() && !loose.isNumbered() && loose.thread().isEmpty()) {
          int at = loose.first().place();
          if (group.members().stream().anyMatch(m -> m.place() < at)
              && group.members().stream().anyMatch(m -> m.place() > at)) {
            chosen.sort(Comparator.comparing(Found::place));
            notes.add("kept in the order of the files: some have no numbers");
            return;
          }
        }
      }
    }
  }
}
