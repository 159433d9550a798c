package dev.straddle.boot;

import dev.straddle.findings.FindingParser;
import dev.straddle.model.Finding;
import dev.straddle.model.Observation.Heard.Origin;
import dev.straddle.model.Observation.Heard.Source;
import dev.straddle.model.Progress.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The kernel's log as its memory held it at several looks, which tells messages of the kernel from
 * those that programs put there, and from what never went through it. Used by one thread.
 */
final class KernelLog {

  /** More than any guest has in its log, and little enough to keep. */
  private static final int MOST_MESSAGES = 50_000;

  /** What consoles do not show unless they are asked to. */
  private static final int DEBUGGING = 7;

  /** A shorter header says too little to be looked up. */
  private static final int SHORTEST = 12;

  private final Map<Long, LogRing.Message> messages = new TreeMap<>();
  private long next;
  private boolean whole = true;
  private long covered;
  private Optional<Clock> clock = Optional.empty();

  /**
   * Takes what is in the ring now.
   *
   * @param consoleBytes how much the console has printed, all of which is in the log
   * @param elapsed since QEMU started
   */
  void read(KernelMemory kernel, long consoleBytes, Duration elapsed)
      throws IOException, InterruptedException {
    for (LogRing.Message message : LogRing.read(kernel)) {
      if (message.sequence() >= next) {
        whole &= message.sequence() == next && messages.size() < MOST_MESSAGES;
        next = message.sequence() + 1;
        if (messages.size() < MOST_MESSAGES) {
          messages.put(message.sequence(), message);
        }
        clock = Optional.of(new Clock(message.time(), elapsed));
      }
    }
    covered = consoleBytes;
  }

  /** The stamp of the newest message beside the host's time; empty where nothing was read. */
  Optional<Clock> clock() {
    return clock;
  }

  /** Who said each of these, as far as the log knows. */
  List<Origin> origins(List<Finding> findings) {
    List<Origin> origins = new ArrayList<>();
    for (Finding finding : findings) {
      source(finding)
          .ifPresent(source -> origins.add(new Origin(finding.place().firstLine(), source)));
    }
    return origins;
  }

  /**
   * Titles of reports of the kernel that are in its log and were not printed, as when the console
   * was muted for a while.
   *
   * @param printed what the console told
   */
  List<String> unprinted(List<Finding> printed) {
    FindingParser parser = FindingParser.standard();
    messages.values().stream()
        .filter(LogRing.Message::isOfTheKernel)
        .map(message -> (message.text() + "\n").getBytes(StandardCharsets.UTF_8))
        .forEach(line -> parser.accept(line, 0, line.length));
    return parser.finish().stream()
        .filter(logged -> printed.stream().noneMatch(p -> isAbout(p, logged)))
        .map(Finding::title)
        .distinct()
        .toList();
  }

  /**
   * How many messages left the ring before it was read, and cannot all have been printed, as the
   * console has too few lines for that.
   *
   * @param lines that the console has
   */
  Optional<Long> lost(long lines) {
    long shown = messages.values().stream().filter(m -> m.level() < DEBUGGING).count();
    long unread = next - messages.size();
    long lost = Math.min(unread, unread + shown - lines);
    return lost > 0 ? Optional.of(lost) : Optional.empty();
  }

  /** A console may mix lines, so that one and the same report reads differently there. */
  private static boolean isAbout(Finding printed, Finding logged) {
    return printed.signature().equals(logged.signature())
        || printed.title().equals(logged.title())
        || header(printed).contains(header(logged));
  }

  private static String header(Finding finding) {
    return finding.report().extract().stream().findFirst().orElse("").strip();
  }

  private Optional<Source> source(Finding finding) {
    String header = header(finding);
    if (header.length() < SHORTEST || messages.isEmpty()) {
      return Optional.empty();
    }
    List<LogRing.Message> alike = messages.values().stream().filter(m -> m.holds(header)).toList();
    if (alike.stream().anyMatch(LogRing.Message::isOfTheKernel)) {
      return Optional.of(Source.KERNEL);
    }
    if (!alike.isEmpty()) {
      return Optional.of(Source.PROGRAM);
    }
    return whole && finding.place().startByte() < covered
        ? Optional.of(Source.BESIDE_THE_LOG)
        : Optional.empty();
  }
}
