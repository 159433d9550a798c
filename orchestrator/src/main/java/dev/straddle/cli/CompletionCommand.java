package dev.straddle.cli;

import dev.straddle.verdict.ExitStatus;
import java.io.PrintWriter;
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

  /** An at sign ends a word for bash, so what stands before it is not to be completed again. */
  private static final String SCRIPT =
      """
      # Completion of straddle for bash and zsh: source <(straddle generate-completion)
      if [ -n "${ZSH_VERSION-}" ]; then
        autoload -U +X compinit && compinit
        autoload -U +X bashcompinit && bashcompinit
      fi
      _straddle() {
        local line=${COMP_LINE:0:COMP_POINT} IFS=$' \\t\\n'
        local words=($line) current=
        case $line in *[![:space:]]) current=${words[@]: -1} ;; *) words+=("") ;; esac
        local before=${current%"${current##*[@=]}"}
        local IFS=$'\\n'
        COMPREPLY=($("${words[@]:0:1}" generate-completion --words -- "${words[@]:1}" 2>/dev/null))
        COMPREPLY=("${COMPREPLY[@]#"$before"}")
        [ ${#COMPREPLY[@]} -gt 0 ] || compopt -o default 2>/dev/null
      }
      complete -o nosort -F _straddle straddle ./straddle
      """;

  @Option(
      names = "--words",
      hidden = true,
      description = "Print what the last of the words may become.")
  private boolean complete;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> words = List.of();

  @Override
  public Integer call() {
    PrintWriter out = out();
    if (complete) {
      candidates(spec().root(), words).forEach(out::println);
    } else {
      out.print(SCRIPT);
    }
    return ExitStatus.AS_EXPECTED;
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
    TreeSet<String> whole = new TreeSet<>();
    rest.forEach(end -> whole.add(last + end));
    return List.copyOf(whole);
  }
}
