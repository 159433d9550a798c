package dev.straddle.cli;

import dev.straddle.text.NaturalOrder;
import dev.straddle.verdict.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code straddle generate-completion}: a script for the shell, which asks straddle at each tab.
 */
@Command(
    name = "generate-completion",
    header = "completion in bash and zsh, names included",
    description = {
      "Prints a script that completes commands, options, kernels, guests, matrices, runs and cells"
          + " in bash and zsh:",
      "  source <(straddle generate-completion)"
    })
final class CompletionCommand extends Subcommand {

  @Option(
      names = "--words",
      hidden = true,
      description = "Print what the last of the words may become.")
  private boolean complete;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> words = List.of();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = out();
    if (complete) {
      candidates(Main.commandLine().getCommandSpec(), words).forEach(out::println);
    } else {
      out.print(script());
    }
    return ExitStatus.AS_EXPECTED;
  }

  private static String script() throws IOException {
    try (InputStream in = CompletionCommand.class.getResourceAsStream("completion.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What the last word may become, in order. */
  static List<String> candidates(CommandSpec straddle, List<String> words) {
    if (words.isEmpty()) {
      return List.of();
    }
    String last = words.get(words.size() - 1);
    List<CharSequence> rest = new ArrayList<>();
    AutoComplete.complete(
        straddle,
        words.toArray(String[]::new),
        words.size() - 1,
        last.length(),
        String.join(" ", words).length(),
        rest);
    TreeSet<String> whole = new TreeSet<>(NaturalOrder.INSTANCE);
    rest.forEach(end -> whole.add(last + end));
    return List.copyOf(whole);
  }
}
