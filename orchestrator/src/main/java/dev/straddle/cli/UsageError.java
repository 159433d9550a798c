package dev.straddle.cli;

import dev.straddle.text.ParserWords;
import dev.straddle.text.Suggestion;
import dev.straddle.verdict.ExitStatus;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that is wrong, in the form of all errors: what, and what to do next. */
final class UsageError {

  private UsageError() {}

  /** Prints it; returns the exit status. */
  static int tell(ParameterException e) {
    CommandLine command = e.getCommandLine();
    CommandSpec spec = command.getCommandSpec();
    String what = ParserWords.plain(e.getMessage());
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
    what = what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1);
    command.getErr().printf("straddle: %s%n  next: %s%n", what, next);
    return ExitStatus.USAGE;
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
