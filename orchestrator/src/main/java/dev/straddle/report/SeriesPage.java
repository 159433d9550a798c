package dev.straddle.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the page of a verified series prints: a row for each branch, and each branch in full.
 *
 * @param run name of the run's directory, whose own page lies beside this one
 * @param patches titles of the series
 * @param interrupted what is to be said of its end, where somebody ended it
 * @param columns of the table
 * @param reply what may be written to a list
 */
public record SeriesPage(
    String run,
    List<String> patches,
    Optional<String> interrupted,
    List<String> columns,
    List<Branch> branches,
    String reply) {

  /**
   * A branch.
   *
   * @param tone good, bad or unsure
   * @param fields of its row, the answer first
   * @param sentence why
   * @param details a line each
   */
  public record Branch(
      String name, String tone, List<String> fields, String sentence, List<String> details) {
    public Branch {
      fields = List.copyOf(fields);
      details = List.copyOf(details);
    }

    String text() {
      return String.join("\n", details).stripIndent();
    }

    String word() {
      return fields.get(0);
    }
  }

  public SeriesPage {
    patches = List.copyOf(patches);
    columns = List.copyOf(columns);
    branches = List.copyOf(branches);
  }

  /** The answer; of several branches how many have which. */
  String headline() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    branches.forEach(b -> counts.merge(b.word(), 1, Integer::sum));
    return counts.size() == 1
        ? branches.get(0).word() + (branches.size() == 1 ? "" : " on all " + branches.size())
        : counts.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
  }

  String tone() {
    if (interrupted.isPresent()) {
      return "unsure";
    }
    List<String> tones = branches.stream().map(Branch::tone).toList();
    return tones.contains("bad") ? "bad" : tones.contains("unsure") ? "unsure" : "good";
  }

  /** A page and its style sheet, for the content security policy. */
  record Styled(SeriesPage page, String style, String hash) {}
}
