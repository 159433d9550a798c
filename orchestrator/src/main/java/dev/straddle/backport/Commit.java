package dev.straddle.backport;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One commit, and what its message says of others.
 *
 * @param id whole
 * @param author name and address
 * @param message with its subject
 */
public record Commit(String id, String author, String message) {

  private static final String ID = "([0-9a-f]{7,40})\\b";

  /** Behind a blank line: in the middle of a sentence a commit is only spoken of. */
  private static final String PARAGRAPH = "(?im)(?:\\A|\\n[ \\t]*\\n)[ \\t]*";

  private static final List<Pattern> SAME_AS =
      List.of(
          Pattern.compile(
              PARAGRAPH
                  + "\\[?\\s*(?:this is )?(?:(?:a )?backport(?:ed)? (?:of|from) )?"
                  + "(?:upstream |mainline )?commit:?\\s+"
                  + ID
                  + "(?:\\s+\\(\"[^\\n]*\"\\))?(?:\\s+(?:from )?(?:upstream|mainline)\\b|\\s*])"),
          Pattern.compile(
              PARAGRAPH
                  + "\\[?\\s*(?:upstream|mainline) commit:?\\s+"
                  + ID
                  + "\\s*[.\\]]?[ \\t]*$"),
          Pattern.compile(
              PARAGRAPH + "\\[?\\s*backport(?:ed)? (?:of|from)(?: upstream)? commit:?\\s+" + ID),
          Pattern.compile("(?im)^\\s*\\[\\s*upstream (?:commit )?" + ID),
          // As vendors head a message: the commit, and below it whose it is, or above it whence.
          Pattern.compile(PARAGRAPH + "commit " + ID + "[ \\t]*\\nauthor:"),
          Pattern.compile(PARAGRAPH + "\\w+ inclusion\\nfrom [^\\n]*\\ncommit " + ID),
          Pattern.compile(
              "(?i)\\((?:cherry[ -]?picked|back-?ported) from (?:upstream )?commit:? " + ID),
          Pattern.compile(
              "(?im)^(?:git-commit|upstream-commit|upstream commit|alt-commit):\\s*" + ID));
  private static final Pattern REVERTS =
      Pattern.compile(
          "(?i)(?<!partially )(?<!partly )\\breverts?\\s+(?:upstream )?commits?\\s+"
              + ID
              + "(?:(?:,|\\s+and|,\\s+and)\\s+(?:commit )?[0-9a-f]{7,40}\\b)*");
  private static final Pattern FIXES =
      Pattern.compile("(?im)^\\s*fixes:\\s*(?:upstream )?(?:commit )?[<\\[]?" + ID);
  private static final Pattern NEEDS =
      Pattern.compile("(?im)^\\s*(?:depends-on|prerequisite-commit):\\s*(?:commit )?" + ID);
  private static final Pattern NEEDED_BY = Pattern.compile("(?im)^\\s*stable-dep-of:\\s*" + ID);
  private static final Pattern WORD = Pattern.compile(ID);
  private static final Pattern SENT =
      Pattern.compile("(?im)^(?:link|message-id|closes):.*?([\\w.+-]*\\d{6,}[\\w.]*)-(\\d{1,3})-");

  /** The first line. */
  public String subject() {
    return message.lines().findFirst().orElse("").strip();
  }

  /** As a reader writes it: twelve digits and the subject. */
  public String called() {
    return shortId(id) + " (\"" + subject() + "\")";
  }

  static String shortId(String id) {
    return id.substring(0, Math.min(12, id.length()));
  }

  /** The upstream commits that it says it is. */
  Set<String> sameAs() {
    Set<String> ids = new LinkedHashSet<>();
    SAME_AS.forEach(pattern -> ids.addAll(all(pattern)));
    return ids;
  }

  /** The commits that it says it takes back whole. */
  Set<String> reverts() {
    Set<String> ids = new LinkedHashSet<>();
    for (Matcher m = REVERTS.matcher(message); m.find(); ) {
      for (Matcher id = WORD.matcher(m.group()); id.find(); ) {
        ids.add(id.group(1).toLowerCase(Locale.ROOT));
      }
    }
    return ids;
  }

  /** The commits that it says must come first. */
  Set<String> needs() {
    return all(NEEDS);
  }

  /** The commits for which stable took it along. */
  Set<String> neededBy() {
    return all(NEEDED_BY);
  }

  /** The commits that it says it fixes. */
  Set<String> fixes() {
    return all(FIXES);
  }

  /** What the mails of one series have in common in their ids; empty when no link tells. */
  String sentWith() {
    Matcher sent = SENT.matcher(message);
    return sent.find() ? sent.group(1) : "";
  }

  /** Whether one of these ids, which may be short, is that of a commit. */
  static boolean names(Set<String> ids, String id) {
    return ids.stream().anyMatch(i -> id.startsWith(i.toLowerCase(Locale.ROOT)));
  }

  private Set<String> all(Pattern pattern) {
    Set<String> ids = new LinkedHashSet<>();
    for (Matcher m = pattern.matcher(message); m.find(); ) {
      ids.add(m.group(1).toLowerCase(Locale.ROOT));
    }
    return ids;
  }
}
