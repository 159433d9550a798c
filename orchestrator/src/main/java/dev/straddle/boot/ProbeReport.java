package dev.straddle.boot;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.Moments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gathers the lines of the probe channel, as {@code init.sh} describes them, into facts.
 *
 * <p>A guest is not trusted: numbers of facts, lines and steps are bounded, names are printable,
 * and what does not parse or exceeds a bound is told as such. Lines that begin with none of the
 * protocol's words are not part of it. Not safe for use by several threads.
 */
final class ProbeReport {

  /** Longer ones are not read; a kernel's command line has at most half of it. */
  static final int LONGEST_LINE = 4 << 10;

  private static final int MOST_FACTS = 256;
  private static final int MOST_STEPS = 1024;
  private static final int MOST_RENDEZVOUS = 16;
  private static final int LONGEST_TEXT = 1 << 20;
  private static final int LONGEST_OUTPUT = 4 << 10;
  private static final int GREATEST_STATUS = 255;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
  private static final Pattern NAME = Pattern.compile("[!-~]{1,100}");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");
  private static final Pattern IOMEM =
      Pattern.compile("( *)([0-9a-f]{1,16})-([0-9a-f]{1,16}) : ([ -~]*)");
  private static final Pattern DAX = Pattern.compile("[!-~]+( [a-z_]+=[!-~]*)*");

  private final Map<String, String> facts = new LinkedHashMap<>();
  private final Map<String, StringBuilder> texts = new HashMap<>();
  private final List<GuestFacts.Step> steps = new ArrayList<>();
  private final Set<String> met = new HashSet<>();
  private final Unparsed unparsed = new Unparsed();
  private StringBuilder text = new StringBuilder();
  private int limit;
  private boolean overflowed;
  private Optional<String> step = Optional.empty();
  private Optional<Integer> probeStatus = Optional.empty();

  /** What a line of the probe asks straddle to do. */
  sealed interface Request {
    /** Nothing. */
    record None() implements Request {}

    /** To look around, then to answer; once for each name, and for a few names. */
    record Rendezvous(String name) implements Request {}

    /** To watch the guest's end: the probe has finished with that exit status. */
    record Done(int status) implements Request {}
  }

  /** A step that the host has done. */
  void add(GuestFacts.Step done) {
    if (steps.size() < MOST_STEPS) {
      steps.add(done);
    } else {
      unparsed.add("step " + done.name(), "more than " + MOST_STEPS + " steps");
    }
  }

  Request line(String line) {
    if (line.startsWith("| ") || line.equals("|")) {
      quoted(line);
      return new Request.None();
    }
    if (line.length() > LONGEST_LINE) {
      unparsed.add(line, "longer than " + LONGEST_LINE + " characters");
      return new Request.None();
    }
    String[] words = line.split(" ", 3);
    String name = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "fact" -> fact(line, name, words.length > 2 ? words[2] : "");
      case "text" -> text(line, name);
      case "step" -> begin(line, name);
      case "status" -> end(line, name);
      case "rendezvous" -> {
        return rendezvous(line, name);
      }
      case "done" -> {
        return done(line, name);
      }
      default -> collect(0);
    }
    return new Request.None();
  }

  /** The facts so far; a step that has begun and not ended is listed with exit status -1. */
  GuestFacts facts() {
    Map<String, String> other = new LinkedHashMap<>(facts);
    Optional<String> release = Optional.ofNullable(other.remove("release"));
    Optional<String> cmdline = Optional.ofNullable(other.remove("cmdline"));
    texts.forEach(
        (name, content) -> {
          if (name.startsWith(GuestFacts.FILE)) {
            other.put(name, content.toString());
          }
        });
    Unparsed all = unparsed.copy();
    List<GuestFacts.Step> told = new ArrayList<>(steps);
    step.ifPresent(s -> told.add(new GuestFacts.Step(s, -1, text.toString().strip())));
    return new GuestFacts(
        release,
        cmdline,
        iomem("iomem-before", all),
        iomem("iomem-after", all),
        dax(all),
        told,
        other,
        probeStatus,
        all.list());
  }

  private void quoted(String line) {
    String content = line.length() > 2 ? line.substring(2) : "";
    if (text.length() + content.length() < limit) {
      text.append(content).append('\n');
    } else if (limit == LONGEST_TEXT && !overflowed) {
      overflowed = true;
      unparsed.add(line, "a text of more than " + LONGEST_TEXT + " bytes");
    }
  }

  private void fact(String line, String name, String value) {
    if (!NAME.matcher(name).matches() || !PRINTABLE.matcher(value).matches()) {
      unparsed.add(line, "not printable");
    } else if (facts.size() >= MOST_FACTS && !facts.containsKey(name)) {
      unparsed.add(line, "more than " + MOST_FACTS + " facts");
    } else {
      facts.put(name, value);
    }
  }

  private void text(String line, String name) {
    collect(LONGEST_TEXT);
    if (!NAME.matcher(name).matches()) {
      unparsed.add(line, "not printable");
    } else if (texts.size() >= MOST_FACTS && !texts.containsKey(name)) {
      unparsed.add(line, "more than " + MOST_FACTS + " texts");
    } else {
      texts.put(name, text);
    }
  }

  private void begin(String line, String name) {
    notEnded();
    collect(LONGEST_OUTPUT);
    if (NAME.matcher(name).matches()) {
      step = Optional.of(name);
    } else {
      unparsed.add(line, "not printable");
      step = Optional.of(Unparsed.printable(name));
    }
  }

  private void end(String line, String word) {
    OptionalInt status = status(word);
    if (status.isEmpty()) {
      unparsed.add(line, "no exit status");
      notEnded();
    } else if (step.isEmpty()) {
      unparsed.add(line, "no step has begun");
    } else {
      add(new GuestFacts.Step(step.get(), status.getAsInt(), text.toString().strip()));
    }
    step = Optional.empty();
    collect(0);
  }

  /** A step that another follows, or whose end cannot be read. */
  private void notEnded() {
    step.ifPresent(s -> add(new GuestFacts.Step(s, -1, text.toString().strip())));
    step = Optional.empty();
  }

  private Request rendezvous(String line, String name) {
    if (!NAME.matcher(name).matches()) {
      unparsed.add(line, "not printable");
    } else if (Moments.HOSTS_OWN.contains(name)) {
      unparsed.add(line, "a point that only the host can name");
    } else if (met.contains(name)) {
      unparsed.add(line, "met before");
    } else if (met.size() >= MOST_RENDEZVOUS) {
      unparsed.add(line, "more than " + MOST_RENDEZVOUS + " of these");
    } else {
      met.add(name);
      return new Request.Rendezvous(name);
    }
    return new Request.None();
  }

  private Request done(String line, String word) {
    OptionalInt status = status(word);
    if (status.isEmpty()) {
      unparsed.add(line, "no exit status");
      return new Request.None();
    }
    if (probeStatus.isPresent()) {
      unparsed.add(line, "said before");
      return new Request.None();
    }
    probeStatus = Optional.of(status.getAsInt());
    return new Request.Done(status.getAsInt());
  }

  private void collect(int newLimit) {
    text = new StringBuilder();
    limit = newLimit;
    overflowed = false;
  }

  private List<GuestFacts.IomemEntry> iomem(String name, Unparsed all) {
    List<GuestFacts.IomemEntry> entries = new ArrayList<>();
    for (String line : linesOf(name)) {
      Matcher m = IOMEM.matcher(line);
      if (!m.matches()) {
        all.add(line, "no line of /proc/iomem");
        continue;
      }
      Address start = Address.parse(m.group(2));
      Address end = Address.parse(m.group(3)).plus(1);
      if (start.isBelow(end)) {
        entries.add(
            new GuestFacts.IomemEntry(
                m.group(1).length() / 2, new AddressRange(start, end), m.group(4)));
      }
    }
    return entries;
  }

  private List<GuestFacts.DaxDevice> dax(Unparsed all) {
    List<GuestFacts.DaxDevice> devices = new ArrayList<>();
    for (String line : linesOf("dax-after")) {
      if (!DAX.matcher(line).matches()) {
        all.add(line, "no device on the dax bus");
        continue;
      }
      String[] words = line.split(" ");
      Map<String, String> attributes = new LinkedHashMap<>();
      for (int n = 1; n < words.length; n++) {
        int equals = words[n].indexOf('=');
        attributes.put(words[n].substring(0, equals), words[n].substring(equals + 1));
      }
      Optional<String> driver =
          Optional.ofNullable(attributes.remove("driver")).filter(d -> !d.isEmpty());
      devices.add(new GuestFacts.DaxDevice(words[0], driver, attributes));
    }
    return devices;
  }

  private List<String> linesOf(String name) {
    return Optional.ofNullable(texts.get(name))
        .map(StringBuilder::toString)
        .orElse("")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static OptionalInt status(String word) {
    return NUMBER.matcher(word).matches() && Integer.parseInt(word) <= GREATEST_STATUS
        ? OptionalInt.of(Integer.parseInt(word))
        : OptionalInt.empty();
  }
}
