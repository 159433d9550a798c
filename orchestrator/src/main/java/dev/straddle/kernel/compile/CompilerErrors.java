package dev.straddle.kernel.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the first error in the output of make, with the lines that belong to it.
 *
 * <p>A failing parallel build goes on talking long after its first error, which is the one that
 * counts. What belongs to it: the compiler's "In file included from" and "In function" before it,
 * and all lines up to the next message of make or of the next command.
 */
final class CompilerErrors {

  private static final int BEFORE = 12;
  private static final int AFTER = 24;

  private static final Pattern ERROR =
      Pattern.compile(
          "[^\\s:][^:]*:\\d+:(\\d+:)? (fatal )?error: .*" // the compiler, file:line:column
              + "|.*: undefined reference to .*"
              + "|(/\\S*/)?ld(\\.\\w+)?: .*"
              + "|\\S*: (fatal )?error: .*" // objtool, cc1 without a place
              + "|ERROR: .*" // modpost
              + "|[^\\s:]+:\\d+: (syntax error|missing end statement|invalid statement).*"); // kconfig

  private static final Pattern WARNING =
      Pattern.compile("([^\\s:][^:]*):(?:\\d+:)*(?: .*?:)? (warning: .*)");

  private static final Pattern LEAD_IN =
      Pattern.compile(
          "In file included from .*|\\s+from .*|[^\\s:][^:]*: In function .*|[^\\s:][^:]*: At top level:");

  /** A line of make itself or the announcement of its next command. */
  private static final Pattern MAKE =
      Pattern.compile("make(\\[\\d+])?: .*| {2}[A-Z][A-Z0-9_+\\[\\] ]{1,9} +\\S.*");

  private static final Pattern MAKE_ERROR = Pattern.compile("make(\\[\\d+])?: \\*\\*\\* .*");

  private static final Pattern HOST =
      Pattern.compile(
          ".*No space left on device.*"
              + "|.*Killed signal terminated program.*"
              + "|.*internal compiler error: Killed.*"
              + "|.*Cannot allocate memory.*"
              + "|.*virtual memory exhausted.*"
              + "|.*: Disk quota exceeded.*"
              + "|.*Read-only file system.*"
              + "|.*Input/output error.*");

  private static final Pattern MISSING_TOOL =
      Pattern.compile(
          "/bin/sh: \\d+: (?<tool>[\\w.+-]+): not found"
              + "|.*fatal error: (?<header>(libelf|gelf|openssl/[\\w.]+)\\.?h?): No such file.*");

  /** What the kernel's own checks of compiler, assembler and linker say before anything else. */
  private static final Pattern OLD_TOOL =
      Pattern.compile(
          "\\*\\*\\* (?:C |Rust )?(?:[Cc]ompiler|[Aa]ssembler|[Ll]inker) is too old\\.?");

  private static final Pattern OLD_VERSION =
      Pattern.compile("\\*\\*\\* +((?:Your|Minimum) .*version: .*)");

  private final Deque<String> before = new ArrayDeque<>();
  private final List<String> error = new ArrayList<>();
  private boolean listening;
  private Optional<String> host = Optional.empty();
  private Optional<String> missing = Optional.empty();
  private Optional<String> makeError = Optional.empty();
  private final List<String> old = new ArrayList<>();
  private final SortedSet<String> warnings = new TreeSet<>();

  void line(String line) {
    if (host.isEmpty() && HOST.matcher(line).matches()) {
      host = Optional.of(line.strip());
    }
    if (missing.isEmpty() && MISSING_TOOL.matcher(line).matches()) {
      missing = Optional.of(line.strip());
    }
    if (OLD_TOOL.matcher(line).matches()) {
      old.add(line.substring(4).strip());
    }
    Matcher oldVersion = OLD_VERSION.matcher(line);
    if (!old.isEmpty() && oldVersion.matches()) {
      old.add(oldVersion.group(1).replaceAll(" +", " "));
    }
    if (makeError.isEmpty() && MAKE_ERROR.matcher(line).matches()) {
      makeError = Optional.of(line);
    }
    Matcher warning = WARNING.matcher(line);
    if (warning.matches()) {
      warnings.add(warning.group(1) + ": " + warning.group(2));
    }
    boolean make = MAKE.matcher(line).matches();
    if (listening) {
      listening = !make && error.size() < BEFORE + AFTER;
      if (listening) {
        error.add(line);
      }
    } else if (error.isEmpty()) {
      if (ERROR.matcher(line).matches()) {
        error.addAll(before);
        error.add(line);
        listening = true;
      } else if (make) {
        before.clear();
      } else if (LEAD_IN.matcher(line).matches()) {
        if (before.size() == BEFORE) {
          before.removeFirst();
        }
        before.addLast(line);
      }
    }
  }

  /** The first error and what belongs to it; else make's own complaint. */
  Optional<String> first() {
    return error.isEmpty() ? makeError : Optional.of(String.join("\n", error));
  }

  /** A line that blames the host: disk, memory. */
  Optional<String> hostTrouble() {
    return host;
  }

  /** A line that tells of a program or header that the build needs and the host lacks. */
  Optional<String> missingTool() {
    return missing;
  }

  /** What the kernel says of a compiler, assembler or linker that is too old for it. */
  Optional<String> oldTool() {
    return old.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", old));
  }

  /** Every warning once, as file and text: line numbers move too easily to compare by. */
  SortedSet<String> warnings() {
    return warnings;
  }
}
