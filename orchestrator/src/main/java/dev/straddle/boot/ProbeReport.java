package dev.straddle.boot;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gathers the lines of the probe channel, as {@code init.sh} describes them, into facts.
 *
 * <p>A guest is not trusted: numbers of facts, lines and steps are bounded, what does not parse is
 * left out. Not safe for use by several threads.
 */
final class ProbeReport {

  private static final int MOST_FACTS = 256;
  private static final int MOST_STEPS = 1024;
  private static final int MOST_RENDEZVOUS = 16;
  private static final int LONGEST_TEXT = 1 << 20;
  private static final int LONGEST_OUTPUT = 4 << 10;
  private static final Pattern IOMEM =
      Pattern.compile("( *)([0-9a-f]{1,16})-([0-9a-f]{1,16}) : (.*)");

  private final Map<String, String> facts = new LinkedHashMap<>();
  private final Map<String, StringBuilder> texts = new HashMap<>();
  private final List<GuestFacts.Step> steps = new ArrayList<>();
  private final Set<String> met = new HashSet<>();
  private StringBuilder text = new StringBuilder();
  private int limit;
  private Optional<String> step = Optional.empty();

  /** What a line of the probe asks straddle to do. */
  sealed interface Request {
    /** Nothing. */
    record None() implements Request {}

    /** To look around, then to answer; once for each name, and for a few names. */
    record Rendezvous(String name) implements Request {}

    /** To end the machine: the probe has finished with that exit status. */
    record Done(int status) implements Request {}
  }

  /** A step that the host has done. */
  void add(GuestFacts.Step done) {
    if (steps.size() < MOST_STEPS) {
      steps.add(done);
    }
  }

  Request line(String line) {
    if (line.startsWith("| ")) {
      if (text.length() + line.length() <= limit) {
        text.append(line, 2, line.length()).append('\n');
      }
      return new Request.None();
    }
    String[] words = line.split(" ", 3);
    String name = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "fact" -> {
        if (facts.size() < MOST_FACTS) {
          facts.put(name, words.length > 2 ? words[2] : "");
        }
      }
      case "text" -> {
        begin(LONGEST_TEXT);
        if (texts.size() < MOST_FACTS) {
          texts.put(name, text);
        }
      }
      case "step" -> {
        begin(LONGEST_OUTPUT);
        step = Optional.of(name);
      }
      case "status" -> {
        if (step.isPresent() && steps.size() < MOST_STEPS && isNumber(name)) {
          steps.add(
              new GuestFacts.Step(step.get(), Integer.parseInt(name), text.toString().strip()));
        }
        step = Optional.empty();
        begin(0);
      }
      case "rendezvous" -> {
        return met.size() < MOST_RENDEZVOUS && met.add(name)
            ? new Request.Rendezvous(name)
            : new Request.None();
      }
      case "done" -> {
        return isNumber(name) ? new Request.Done(Integer.parseInt(name)) : new Request.None();
      }
      default -> begin(0);
    }
    return new Request.None();
  }

  /** The facts so far; a step that has begun and not ended is listed with exit status -1. */
  GuestFacts facts() {
    Map<String, String> other = new LinkedHashMap<>(facts);
    Optional<String> release = Optional.ofNullable(other.remove("release"));
    Optional<String> cmdline = Optional.ofNullable(other.remove("cmdline"));
    List<GuestFacts.Step> all = new ArrayList<>(steps);
    step.ifPresent(s -> all.add(new GuestFacts.Step(s, -1, text.toString().strip())));
    return new GuestFacts(
        release, cmdline, iomem("iomem-before"), iomem("iomem-after"), dax(), all, other);
  }

  private void begin(int newLimit) {
    text = new StringBuilder();
    limit = newLimit;
  }

  private List<GuestFacts.IomemEntry> iomem(String name) {
    List<GuestFacts.IomemEntry> entries = new ArrayList<>();
    for (String line : textOf(name).split("\n")) {
      Matcher m = IOMEM.matcher(line);
      if (m.matches()) {
        Address start = Address.parse(m.group(2));
        Address end = Address.parse(m.group(3)).plus(1);
        if (start.isBelow(end)) {
          entries.add(
              new GuestFacts.IomemEntry(
                  m.group(1).length() / 2, new AddressRange(start, end), m.group(4)));
        }
      }
    }
    return entries;
  }

  private List<GuestFacts.DaxDevice> dax() {
    List<GuestFacts.DaxDevice> devices = new ArrayList<>();
    for (String line : textOf("dax-after").split("\n")) {
      String[] words = line.split(" ");
      if (words[0].startsWith("dax")) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String word : words) {
          int equals = word.indexOf('=');
          if (equals > 0) {
            attributes.put(word.substring(0, equals), word.substring(equals + 1));
          }
        }
        Optional<String> driver =
            Optional.ofNullable(attributes.remove("driver")).filter(d -> !d.isEmpty());
        devices.add(new GuestFacts.DaxDevice(words[0], driver, attributes));
      }
    }
    return devices;
  }

  private String textOf(String name) {
    return Optional.ofNullable(texts.get(name)).map(StringBuilder::toString).orElse("");
  }

  private static boolean isNumber(String word) {
    return word.matches("\\d{1,6}");
  }
}
