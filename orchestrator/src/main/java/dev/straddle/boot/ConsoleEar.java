package dev.straddle.boot;

import dev.straddle.findings.FindingListener;
import dev.straddle.findings.FindingParser;
import dev.straddle.model.Address;
import dev.straddle.model.Finding;
import dev.straddle.model.Observation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hears a console while it comes, whole, with the parser that also reads consoles from files.
 *
 * <p>The parser's rules are read with the first byte, when QEMU runs already. Not safe for use by
 * several threads at once.
 */
final class ConsoleEar {

  private static final int MOST_FINDINGS = 500;

  private final Consumer<String> crash;
  private final Runnable report;
  private final Set<String> signatures = new HashSet<>();
  private Optional<FindingParser> parser = Optional.empty();
  private Optional<String> lastWords = Optional.empty();
  private Optional<Address> fault = Optional.empty();
  private long lines;

  /**
   * @param crash hears each line behind which a kernel that panics on an oops does not go on
   * @param report hears that a report of any kind begins
   */
  ConsoleEar(Consumer<String> crash, Runnable report) {
    this.crash = crash;
    this.report = report;
  }

  /** Takes what comes next. */
  void hear(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    for (byte one : copy) {
      if (one == '\n') {
        lines++;
      }
    }
    parser().accept(copy, 0, copy.length);
  }

  /** The first line behind which such a kernel does not go on. */
  Optional<String> crash() {
    return lastWords;
  }

  /** The first address that such a line names. */
  Optional<Address> faultAddress() {
    return fault;
  }

  /**
   * All that was heard; nothing may come afterwards.
   *
   * @param kernelLog tells who said it
   */
  Observation.Heard finish(KernelLog kernelLog) {
    FindingParser all = parser();
    List<Finding> kept = new ArrayList<>();
    long more = all.dropped();
    for (Finding finding : all.finish()) {
      if (signatures.add(finding.signature()) || kept.size() < MOST_FINDINGS) {
        kept.add(finding);
      } else {
        more++;
      }
    }
    return new Observation.Heard(
        kept,
        more,
        kernelLog.origins(kept),
        more == 0 ? kernelLog.unprinted(kept) : List.of(),
        kernelLog.lost(lines));
  }

  private FindingParser parser() {
    if (parser.isEmpty()) {
      parser = Optional.of(FindingParser.standard(new Listener()));
    }
    return parser.get();
  }

  private final class Listener implements FindingListener {
    @Override
    public void crashBegins(String header, long line) {
      report.run();
    }

    @Override
    public void lastWords(String header, long line, Optional<Address> address) {
      if (lastWords.isEmpty()) {
        lastWords = Optional.of(header);
      }
      fault = fault.or(() -> address);
      crash.accept(header);
    }
  }
}
