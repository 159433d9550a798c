package dev.straddle.cli;

import dev.straddle.findings.BadRulesException;
import dev.straddle.findings.FindingListener;
import dev.straddle.findings.FindingParser;
import dev.straddle.findings.Rules;
import dev.straddle.model.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code straddle parse}: the oops parser on any console log. */
@Command(
    name = "parse",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the crashes, warnings and stalls in kernel console logs and names each as kernel"
          + " developers do.",
      "Exit status: 0 nothing found, 1 something found, 64 usage error or unreadable file."
    })
final class ParseCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";
  private static final int BUFFER = 1 << 16;
  private static final long POLL_MILLIS = 200;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Console logs; '-' is stdin.")
  private List<String> files;

  @Option(names = "--json", description = "Print one JSON object per file and line.")
  private boolean json;

  @Option(
      names = "--vmlinux",
      paramLabel = "FILE",
      description = "The build's ELF image: frames get file:line and inlined callers.")
  private Path vmlinux;

  @Option(
      names = "--modules",
      paramLabel = "DIR",
      description = "Where below the build's *.ko lie; default: where the vmlinux lies.")
  private Optional<Path> modules;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "YAML with more headers, lines to ignore and functions to pass over.")
  private Path rulesFile;

  @Option(
      names = "--follow",
      description = "Wait for more at the end of the file, until interrupted; one file only.")
  private boolean follow;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (follow && files.size() > 1) {
      throw new BadInputException("straddle: --follow goes with one file");
    }
    Rules rules = rules();
    Optional<Symboliser> symboliser = symboliser();
    boolean found = false;
    for (String file : files) {
      found |= parse(file, rules, symboliser);
    }
    return found ? ExitStatus.AGAINST_EXPECTATION : ExitStatus.AS_EXPECTED;
  }

  private boolean parse(String file, Rules rules, Optional<Symboliser> symboliser)
      throws InterruptedException {
    boolean live = follow;
    FindingText text = new FindingText(out(), Ansi.ofTerminal());
    FindingListener listener =
        new FindingListener() {
          @Override
          public void crashBegins(String header, long line) {
            if (live && !json) {
              out().println(file + ":" + line + ": a report begins");
              out().flush();
            }
          }

          @Override
          public void found(Finding finding) {
            if (live && !json) {
              text.print(file, finding);
              out().flush();
            }
          }
        };
    FindingParser parser = new FindingParser(rules, listener);
    try (InputStream in = open(file)) {
      read(in, parser);
    } catch (IOException e) {
      throw new BadInputException("straddle: cannot read " + file + ": " + e.getMessage());
    }
    List<Finding> findings = new ArrayList<>(parser.finish());
    if (symboliser.isPresent()) {
      findings = symboliser.get().symbolise(findings);
    }
    if (json) {
      out().println(FindingsJson.of(file, parser.kernelSpoke(), parser.dropped(), findings));
    } else if (!live) {
      text.print(file, findings, parser.dropped());
    }
    out().flush();
    return !findings.isEmpty();
  }

  private void read(InputStream in, FindingParser parser) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    while (true) {
      int n = in.read(buffer);
      if (n > 0) {
        parser.accept(buffer, 0, n);
      } else if (!follow) {
        return;
      } else {
        parser.silence();
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
  }

  private static InputStream open(String file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return System.in;
    }
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      throw new BadInputException("straddle: no file " + file);
    }
    if (Files.isDirectory(path)) {
      throw new BadInputException("straddle: " + file + " is a directory; name a console log");
    }
    return Files.newInputStream(path);
  }

  private Rules rules() {
    if (rulesFile == null) {
      return Rules.standard();
    }
    if (!Files.exists(rulesFile)) {
      throw new BadInputException("straddle: no file " + rulesFile);
    }
    try {
      return Rules.standard().with(rulesFile);
    } catch (BadRulesException e) {
      throw new BadInputException("straddle: " + e.getMessage());
    } catch (IOException e) {
      throw new BadInputException("straddle: cannot read " + rulesFile + ": " + e.getMessage());
    }
  }

  private Optional<Symboliser> symboliser() {
    if (vmlinux == null) {
      if (modules.isPresent()) {
        throw new BadInputException("straddle: --modules goes with --vmlinux");
      }
      return Optional.empty();
    }
    return Optional.of(
        new Symboliser(
            new ObjectFiles(vmlinux, modules),
            warning -> spec.commandLine().getErr().println(warning)));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
