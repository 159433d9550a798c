package dev.straddle.cli;

import dev.straddle.findings.BadRulesException;
import dev.straddle.findings.FindingListener;
import dev.straddle.findings.FindingParser;
import dev.straddle.findings.LogKind;
import dev.straddle.findings.Rules;
import dev.straddle.findings.input.ConsoleInput;
import dev.straddle.model.BadInputException;
import dev.straddle.model.Finding;
import dev.straddle.process.Interruption;
import dev.straddle.report.FindingText;
import dev.straddle.report.FindingsJson;
import dev.straddle.symbols.ObjectFiles;
import dev.straddle.symbols.Symboliser;
import dev.straddle.text.Ansi;
import dev.straddle.text.Screen;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.LogFollower;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
          + " gzip, xz or zstd.",
      "Exit status: 0 nothing found, 1 something found, 64 usage error or unreadable file."
    })
final class ParseCommand extends Subcommand {

  private static final int BUFFER = 1 << 16;

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
    Rules rules = rules();
    Optional<Symboliser> symboliser = symboliser();
    if (follow) {
      return Interruption.during(
          () -> status(follow(files.get(0), rules, symboliser)),
          trouble -> err().println("straddle: " + trouble));
    }
    boolean found = false;
    for (String file : files) {
      found |= parse(file, rules, symboliser);
    }
    return status(found);
  }

  private static int status(boolean found) {
    return found ? ExitStatus.AGAINST_EXPECTATION : ExitStatus.AS_EXPECTED;
  }

  private boolean follow(String file, Rules rules, Optional<Symboliser> symboliser) {
    try {
      return new LogFollower(file, rules, symboliser, json, out()).run();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private boolean parse(String file, Rules rules, Optional<Symboliser> symboliser)
      throws InterruptedException {
    FindingParser parser = new FindingParser(rules, LogKind.ANY_LOG, new FindingListener() {});
    try (InputStream in = ConsoleInput.open(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        parser.accept(buffer, 0, n);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    List<Finding> findings = parser.finish();
    if (symboliser.isPresent()) {
      findings = symboliser.get().symbolise(findings);
    }
    if (json) {
      out().println(FindingsJson.of(file, parser.kernelSpoke(), parser.dropped(), findings));
    } else {
      new FindingText(out(), Ansi.ofTerminal())
          .print(file, findings, parser.kernelSpoke(), parser.dropped());
    }
    out().flush();
    return !findings.isEmpty();
  }

  private static BadInputException unreadable(String file, IOException e) {
    return new BadInputException("cannot read " + file + ": " + e.getMessage());
  }

  private Rules rules() {
    if (rulesFile.isEmpty()) {
      return Rules.standard();
    }
    Path file = rulesFile.get();
    if (!Files.exists(file)) {
      throw new BadInputException("no file " + file);
    }
    try {
      return Rules.standard().with(file);
    } catch (BadRulesException e) {
      throw new BadInputException(e.getMessage());
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private Optional<Symboliser> symboliser() {
    if (vmlinux.isEmpty() && modules.isPresent()) {
      throw new BadInputException("--modules goes with --vmlinux");
    }
    return vmlinux.map(
        image ->
            new Symboliser(new ObjectFiles(image, modules), warning -> err().println(warning)));
  }
}
