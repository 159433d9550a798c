package dev.straddle.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one cell: a kernel variant, booted on a guest, for the n-th time or with a seed.
 *
 * <p>Written {@code linux-6.12/unpatched@pgd-straddle}, with {@code #2} for a second repetition and
 * {@code ~7} for seed 7; {@link #parse} reads that back.
 *
 * @param repetition counts from 1
 * @param seed of a seeded boot
 */
public record CellId(
    String kernel, String variant, String guest, int repetition, Optional<Long> seed) {

  /** What a kernel, variant, guest or matrix may be called. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");

  private static final Pattern TEXT =
      Pattern.compile(
          "(%1$s)/(%1$s(?:~[1-9]\\d{0,4})?)@(%1$s)(?:#([1-9]\\d{0,8}))?(?:~(\\d{1,18}))?"
              .formatted(NAME.pattern()));

  public CellId {
    if (repetition < 1) {
      throw new IllegalArgumentException("repetitions count from 1, not " + repetition);
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException when the text is no cell name
   */
  @JsonCreator
  public static CellId parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no cell; one looks like linux-6.12/unpatched@pgd-straddle");
    }
    return new CellId(
        m.group(1),
        m.group(2),
        m.group(3),
        m.group(4) == null ? 1 : Integer.parseInt(m.group(4)),
        Optional.ofNullable(m.group(5)).map(Long::valueOf));
  }

  /**
   * Reads what {@link #directoryName} writes; no name in it holds an underscore.
   *
   * @throws IllegalArgumentException when the text is no such name
   */
  public static CellId ofDirectory(String name) {
    return parse(name.replaceFirst("_", "/").replaceFirst("_", "@"));
  }

  /** Its n-th repetition. */
  public CellId repeated(int n) {
    return new CellId(kernel, variant, guest, n, seed);
  }

  /** The name as one path component. */
  public String directoryName() {
    return toString().replace('/', '_').replace('@', '_');
  }

  @JsonValue
  @Override
  public String toString() {
    return kernel
        + "/"
        + variant
        + "@"
        + guest
        + (repetition == 1 ? "" : "#" + repetition)
        + seed.map(s -> "~" + s).orElse("");
  }
}
