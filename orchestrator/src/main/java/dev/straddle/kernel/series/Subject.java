package dev.straddle.kernel.series;

import java.util.Collections;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the subject of a mail says of its place in a series.
 *
 * @param reply whether it begins with {@code Re:} or its like in another language
 * @param tagged whether words in brackets call it a patch or number it
 * @param version 1 unless it says otherwise
 * @param number in {@code [PATCH number/total]}; 0 is a cover letter
 * @param branches stable branches that it names, such as {@code 6.1}
 * @param resent whether it is sent again
 * @param title without anything in brackets in front, as git keeps it
 */
record Subject(
    boolean reply,
    boolean tagged,
    int version,
    OptionalInt number,
    OptionalInt total,
    Set<String> branches,
    boolean resent,
    String title) {

  private static final Pattern REPLY =
      Pattern.compile(
          "(?iu)^\\s*(?:re|aw|antw|sv|vs|rv|ynt|odp|fw|fwd|wg|tr|回复|答复|回覆|转发)\\s*(?:\\[\\d+]|\\(\\d+\\))?\\s*[:：]");
  private static final Pattern BRACKETS = Pattern.compile("^\\s*\\[([^\\[\\]]*)]");
  private static final Pattern NUMBER =
      Pattern.compile("(?i)(?<![\\d.])(\\d{1,4})\\s*(?:/|\\bof\\b)\\s*(\\d{1,4})(?![\\d.])");
  private static final Pattern VERSION = Pattern.compile("(?i)(?:\\b|patch)v(\\d{1,3})\\b");
  private static final Pattern BRANCH =
      Pattern.compile(
          "(?i)(?<![\\w.])(?:linux-|v)?(\\d{1,2}\\.\\d{1,3})(?:\\.[xy\\d]+)?(?![\\w.])");
  private static final Pattern PATCH = Pattern.compile("(?i)patch|\\brf[ct]\\b");

  Subject {
    branches = Collections.unmodifiableSet(new TreeSet<>(branches));
  }

  /** Reads a subject that is decoded and unfolded. */
  static Subject of(String text) {
    String rest = text.strip();
    boolean reply = false;
    for (Matcher re = REPLY.matcher(rest); re.find(); re = REPLY.matcher(rest)) {
      reply = true;
      rest = rest.substring(re.end()).strip();
    }
    boolean tagged = false;
    int version = 1;
    boolean resent = false;
    Set<String> branches = new TreeSet<>();
    OptionalInt number = OptionalInt.empty();
    OptionalInt total = OptionalInt.empty();
    for (Matcher in = BRACKETS.matcher(rest); in.find(); in = BRACKETS.matcher(rest)) {
      String words = in.group(1);
      Matcher part = NUMBER.matcher(words);
      if (part.find()) {
        number = OptionalInt.of(Integer.parseInt(part.group(1)));
        total = OptionalInt.of(Integer.parseInt(part.group(2)));
      }
      tagged |= PATCH.matcher(words).find() || number.isPresent();
      for (Matcher branch = BRANCH.matcher(words); branch.find(); ) {
        branches.add(branch.group(1));
      }
      Matcher release = VERSION.matcher(words);
      version = release.find() ? Integer.parseInt(release.group(1)) : version;
      resent |= words.toLowerCase(Locale.ROOT).contains("resend");
      rest = rest.substring(in.end()).strip();
    }
    return new Subject(reply, tagged, version, number, total, branches, resent, rest);
  }

  /** The same of a mail inside one that may be a reply. */
  Subject asReply(boolean toMail) {
    return new Subject(toMail, tagged, version, number, total, branches, resent, title);
  }

  boolean isCover() {
    return number.isPresent() && number.getAsInt() == 0;
  }

  /** Whether it is one of several that belong together. */
  boolean isNumbered() {
    return number.isPresent() && number.getAsInt() > 0;
  }

  /** Such as {@code 2/3} or {@code v2 2/3}; empty without numbers. */
  String place() {
    String numbers = number.isPresent() ? number.getAsInt() + "/" + total.getAsInt() : "";
    return version > 1 ? ("v" + version + " " + numbers).strip() : numbers;
  }
}
