package dev.straddle.backport;

import dev.straddle.kernel.series.Patch;
import dev.straddle.kernel.series.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What the message of one patch says of commits and branches, before anybody looks whether it is
 * so.
 *
 * @param upstream commits that it says it is
 * @param reverts commits that it says it takes back
 * @param needs commits that it says must come first
 */
public record PatchNote(
    String title,
    List<String> upstream,
    List<String> fixes,
    List<String> reverts,
    List<String> needs,
    StableNote stable) {

  public PatchNote {
    upstream = List.copyOf(upstream);
    fixes = List.copyOf(fixes);
    reverts = List.copyOf(reverts);
    needs = List.copyOf(needs);
  }

  /** One for each patch, in order. */
  public static List<PatchNote> of(Series series) {
    return series.patches().stream().map(PatchNote::of).toList();
  }

  private static PatchNote of(Patch patch) {
    String message = patch.title() + "\n\n" + patch.message();
    Commit said = new Commit("", "", message);
    return new PatchNote(
        patch.title(),
        List.copyOf(said.sameAs()),
        List.copyOf(said.fixes()),
        List.copyOf(said.reverts()),
        List.copyOf(said.needs()),
        StableNote.of(said));
  }

  /** For a reader, a line for each patch that says anything. */
  public static List<String> lines(List<PatchNote> notes) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < notes.size(); i++) {
      String said = notes.get(i).inWords();
      if (!said.isEmpty()) {
        lines.add("  %d/%d says: %s".formatted(i + 1, notes.size(), said));
      }
    }
    return lines;
  }

  private String inWords() {
    List<String> words = new ArrayList<>();
    add(words, "is upstream commit ", upstream);
    add(words, "takes back ", reverts);
    add(words, "fixes ", fixes);
    add(words, "needs ", needs);
    if (stable.asked()) {
      words.add("for stable" + stable.since().map(s -> " from " + s + " on").orElse(""));
    }
    if (stable.byHand()) {
      words.add("to be picked by no machine");
    }
    for (StableNote.Needed needed : stable.needed()) {
      words.add(
          "needs "
              + Commit.shortId(needed.id())
              + needed.version().map(v -> " on " + v).orElse("")
              + " first");
    }
    return String.join("; ", words);
  }

  private static void add(List<String> words, String verb, Collection<String> ids) {
    if (!ids.isEmpty()) {
      words.add(verb + String.join(", ", ids.stream().map(Commit::shortId).toList()));
    }
  }
}
