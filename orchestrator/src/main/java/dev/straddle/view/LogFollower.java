package dev.straddle.view;

import dev.straddle.findings.FindingListener;
import dev.straddle.findings.FindingParser;
import dev.straddle.findings.LogKind;
import dev.straddle.findings.Rules;
import dev.straddle.findings.input.GrowingLog;
import dev.straddle.model.Finding;
import dev.straddle.report.FindingText;
import dev.straddle.report.FindingsJson;
import dev.straddle.symbols.Symboliser;
import dev.straddle.text.Ansi;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** {@code straddle parse --follow}: tells each finding of one log as it comes. */
final class LogFollower {

  private static final int BUFFER = 1 << 16;

  private final String file;
  private final Rules rules;
  private final Optional<Symboliser> symboliser;
  private final boolean json;
  private final PrintWriter out;
  private FindingParser parser;
  private boolean found;

  LogFollower(
      String file, Rules rules, Optional<Symboliser> symboliser, boolean json, PrintWriter out) {
    this.file = file;
    this.rules = rules;
    this.symboliser = symboliser;
    this.json = json;
    this.out = out;
    this.parser = newParser();
  }

  /** Returns at the end of a pipe, or when interrupted; whether anything was found. */
  boolean run() throws IOException {
    try (GrowingLog log = GrowingLog.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (true) {
        buffer.clear();
        switch (log.next(buffer)) {
          case BYTES -> parser.accept(buffer.array(), 0, buffer.position());
          case SILENCE -> parser.silence();
          case RESTART -> {
            parser.finish();
            tell(file + ": begins anew");
            parser = newParser();
          }
          case END -> {
            parser.finish();
            return found;
          }
        }
      }
    } catch (InterruptedException e) {
      // The end that a person who watches asks for: tell what was not complete yet.
      parser.finish();
      return found;
    }
  }

  private FindingParser newParser() {
    return new FindingParser(
        rules,
        LogKind.ANY_LOG,
        new FindingListener() {
          @Override
          public void crashBegins(String header, long line) {
            tell(file + ":" + line + ": a report begins");
          }

          @Override
          public void found(Finding finding) {
            LogFollower.this.found(finding);
          }
        });
  }

  private void tell(String line) {
    if (!json) {
      out.println(line);
      out.flush();
    }
  }

  private void found(Finding finding) {
    found = true;
    List<Finding> shown = symbolised(List.of(finding));
    if (json) {
      out.println(FindingsJson.of(file, parser.kernelSpoke(), 0, shown));
    } else {
      new FindingText(out, Ansi.ofTerminal()).print(file, shown.get(0));
    }
    out.flush();
  }

  private List<Finding> symbolised(List<Finding> findings) {
    try {
      return symboliser.isPresent() ? symboliser.get().symbolise(findings) : findings;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return findings;
    }
  }
}
