package dev.straddle.cli;

import dev.straddle.text.Suggestion;
import dev.straddle.verdict.ExitStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that is wrong, in the form of all errors: what, and what to do next. */
final class UsageError {

  private static final Pattern ONE_OF =
      Pattern.compile("expected one of \\[(.*?)] \\(case-\\w+\\) but was ('.*')");

  private static final String WHOLE = "expects a whole number of at most %d digits, not $1";

  private UsageError() {}

  /** Prints it; returns the exit status. */
  static int tell(ParameterException e) {
    CommandLine command = e.getCommandLine();
    CommandSpec spec = command.getCommandSpec();
    String what = plain(e.getMessage());
    String next = spec.qualifiedName() + " --help";
    List<String> known = List.of();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      boolean group = spec.positionalParameters().isEmpty(); // else a word is one of its own
      if (unmatched.isUnknownOption() && !options(spec).contains(word)) {
        what = "there is no option '%s'".formatted(word);
        known = options(spec);
      } else if (group && !command.getSubcommands().isEmpty()) {
        what = "there is no command '%s'".formatted((prefix(spec) + word).strip());
        known = List.copyOf(command.getSubcommands().keySet());
      } else {
        what = "'%s' is one word too many".formatted(word);
      }
      next =
          word.equals("help")
              ? helpOf(command)
              : Suggestion.nearest(word, known).map("did you mean '%s'?"::formatted).orElse(next);
    }
    PrintWriter err = command.getErr();
    err.println("straddle: " + what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1));
    err.println("  next: " + next);
    return ExitStatus.USAGE;
  }

  /** Without the words of programmers. */
  private static String plain(String what) {
    Matcher words = ONE_OF.matcher(what);
    if (words.find()) {
      return words.replaceFirst(
          Matcher.quoteReplacement(
              "expects one of %s, not %s"
                  .formatted(words.group(1).toLowerCase(Locale.ROOT), words.group(2))));
    }
    return what.replaceFirst("('[^']*') is not an int$", WHOLE.formatted(9))
        .replaceFirst("('[^']*') is not a long$", WHOLE.formatted(18))
        .replaceFirst("^Error: Missing required argument \\(specify one of these\\): ", "expects ");
  }

  /** What was looked for by {@code help COMMAND}. */
  private static String helpOf(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    ParseResult about = command.getParseResult().subcommand();
    return about == null
        ? name + " --help, or " + name + " COMMAND --help"
        : about.commandSpec().qualifiedName() + " --help";
  }

  private static List<String> options(CommandSpec spec) {
    return spec.options().stream().flatMap(option -> Stream.of(option.names())).toList();
  }

  private static String prefix(CommandSpec spec) {
    return spec.parent() == null ? "" : spec.qualifiedName().replaceFirst("^\\S+ ", "") + " ";
  }
}
