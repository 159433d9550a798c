package dev.straddle.view;

import dev.straddle.findings.FindingListener;
import dev.straddle.findings.FindingParser;
import dev.straddle.findings.LogKind;
import dev.straddle.findings.Rules;
import dev.straddle.findings.input.ConsoleInput;
import dev.straddle.model.Finding;
import dev.straddle.report.FindingText;
import dev.straddle.report.FindingsJson;
import dev.straddle.symbols.Symboliser;
import dev.straddle.text.Ansi;
import dev.straddle.text.Visible;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** {@code straddle parse}: reads logs and tells what is in them. */
public record LogTeller(
    Rules rules, Optional<Symboliser> symboliser, boolean json, PrintWriter out) {

  private static final int BUFFER = 1 << 16;

  /** What came of reading a log. */
  public enum Told {
    /** It holds no line of a kernel: whatever should have written it did not, or it is no log. */
    NO_KERNEL,
    NOTHING,
    FINDINGS
  }

  /**
   * Reads one to its end.
   *
   * @throws BadInputException when it cannot be read
   */
  public Told read(String file) throws InterruptedException {
    FindingParser parser = new FindingParser(rules, LogKind.ANY_LOG, new FindingListener() {});
    boolean empty = true;
    try (InputStream in = ConsoleInput.open(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        parser.accept(buffer, 0, n);
        empty &= n == 0;
      }
    } catch (IOException e) {
      throw ConsoleInput.unreadable(file, e);
    }
    List<Finding> findings = parser.finish();
    if (symboliser.isPresent()) {
      findings = symboliser.get().symbolise(findings);
    }
    if (json) {
      out.println(FindingsJson.of(file, parser.kernelSpoke(), parser.dropped(), findings));
    } else if (empty) {
      out.println(Visible.line(file) + ": empty, there was nothing to read");
    } else {
      new FindingText(out, Ansi.ofTerminal())
          .print(file, findings, parser.kernelSpoke(), parser.dropped());
    }
    out.flush();
    if (!findings.isEmpty()) {
      return Told.FINDINGS;
    }
    return parser.kernelSpoke() ? Told.NOTHING : Told.NO_KERNEL;
  }

  /**
   * Reads one as it grows, until interrupted; whether anything was found.
   *
   * @throws BadInputException when it cannot be read
   */
  public boolean follow(String file) {
    try {
      return new LogFollower(file, rules, symboliser, json, out).run();
    } catch (IOException e) {
      throw ConsoleInput.unreadable(file, e);
    }
  }
}
