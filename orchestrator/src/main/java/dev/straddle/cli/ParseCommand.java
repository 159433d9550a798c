package dev.straddle.cli;

import dev.straddle.findings.Rules;
import dev.straddle.findings.input.ConsoleInput;
import dev.straddle.model.BadInputException;
import dev.straddle.process.Interruption;
import dev.straddle.symbols.Symboliser;
import dev.straddle.text.Screen;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.LargeFile;
import dev.straddle.view.LogTeller;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle parse}: the oops parser on any console log. */
@Command(
    name = "parse",
    header = "crashes in any console log, named as in the field",
    description = {
      "Finds the crashes, warnings and stalls in kernel logs of any form (consoles, dmesg, system"
          + " logs, journals, mails) and names each as kernel developers do. Logs may be packed by"
          + " gzip, bzip2, xz or zstd.",
      "Exit status: 0 nothing found, 1 something found, 2 a log is empty or holds no line of a"
          + " kernel, 64 usage error or unreadable file."
    })
final class ParseCommand extends Subcommand {

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Console logs; without one, or as '-', standard input.")
  private List<String> files = List.of();

  @Option(
      names = "--json",
      description = "Print one JSON object per file and line; with --follow one per finding.")
  private boolean json;

  @Option(
      names = "--vmlinux",
      paramLabel = "FILE",
      description = "The build's ELF image: frames get file:line and inlined callers.")
  private Optional<Path> vmlinux;

  @Option(
      names = "--modules",
      paramLabel = "DIR",
      description = "Where below the build's *.ko lie; default: where the vmlinux lies.")
  private Optional<Path> modules;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "YAML with more headers, lines to ignore and functions to pass over.")
  private Optional<Path> rulesFile;

  @Option(
      names = "--follow",
      description =
          "Tell each finding as it comes and wait for more, until interrupted; one file only."
              + " A file that is replaced or cut is read from its start.")
  private boolean follow;

  @Override
  public Integer call() throws InterruptedException {
    if (files.isEmpty()) {
      if (Screen.isTypedAt()) {
        throw new BadInputException(
            "no log is named and nothing is piped in", "dmesg | straddle parse, or name a file");
      }
      files = List.of(ConsoleInput.STANDARD_INPUT);
    }
    if (follow && files.size() > 1) {
      throw new BadInputException("--follow goes with one file");
    }
    Optional<Symboliser> symboliser = Symboliser.asked(vmlinux, modules, err()::println);
    LogTeller teller = new LogTeller(rules(), symboliser, json, out());
    if (follow) {
      return Interruption.during(
          () -> status(teller.follow(files.get(0))),
          trouble -> err().println("straddle: " + trouble));
    }
    Set<LogTeller.Told> told = EnumSet.noneOf(LogTeller.Told.class);
    for (String file : files) {
      LargeFile.announce(Path.of(file), err());
      told.add(teller.read(file));
    }
    boolean found = told.contains(LogTeller.Told.FINDINGS);
    return !found && told.contains(LogTeller.Told.NO_KERNEL) ? ExitStatus.NO_ANSWER : status(found);
  }

  private static int status(boolean found) {
    return found ? ExitStatus.AGAINST_EXPECTATION : ExitStatus.AS_EXPECTED;
  }

  private Rules rules() {
    return rulesFile
        .map(file -> Rules.standard().with(ConsoleInput.existing(file.toString())))
        .orElseGet(Rules::standard);
  }
}
