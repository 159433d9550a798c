package dev.straddle.bisect;

import java.util.List;

/**
 * One commit of the range, or what stands for one: a patch of a series, an option.
 *
 * @param id what it is called where it comes from, such as 40 hexadecimal digits
 * @param parents their places in the range; none for the good end
 * @param subject for people
 */
public record Commit(String id, List<Integer> parents, String subject) {

  private static final int SHORT = 12;

  public Commit {
    parents = List.copyOf(parents);
  }

  /** Enough of the name for people. */
  public String shortId() {
    return shortId(id);
  }

  static String shortId(String id) {
    return id.length() > SHORT && id.matches("[0-9a-f]+") ? id.substring(0, SHORT) : id;
  }
}
