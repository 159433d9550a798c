package dev.straddle.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Traces of old kernels, which have several functions in a line. */
final class OldTrace {

  private static final String ANNOUNCEMENT = "Call Trace:";

  private static final Pattern ADDRESS =
      Pattern.compile("\\s*(?:(?=\\[<[0-9a-f]{8,16}>)|(?<!\\[)(?=<[0-9a-f]{8,16}>))");

  /** As klogd wrote addresses that it had looked up, in decimal numbers. */
  private static final Pattern LOOKED_UP =
      Pattern.compile("\\[<?(?:[\\w-]+:)?([A-Za-z_.][\\w.]*)\\+([0-9]{1,9})/([0-9]{1,9})>?\\]");

  /** What klogd takes for the function where the address is a module's. */
  private static final Pattern NO_FUNCTION =
      Pattern.compile("pg0|_end|_etext|__crc_.*|__insmod_.*");

  private OldTrace() {}

  /** The text with one function in each line. */
  static List<String> lines(String line) {
    boolean lookedUp = line.indexOf('+') > 0 && LOOKED_UP.matcher(line).find();
    if (lookedUp) {
      return readable(line);
    }
    String text = line;
    boolean several = text.indexOf(">{") != text.lastIndexOf(">{");
    boolean announced = text.startsWith(ANNOUNCEMENT) && text.indexOf('<') > 0;
    return several || announced
        ? ADDRESS.splitAsStream(text).filter(part -> !part.isBlank()).toList()
        : List.of(text);
  }

  /** The same functions as the kernel itself spells them since. */
  private static List<String> readable(String line) {
    List<String> lines = new ArrayList<>();
    Matcher m = LOOKED_UP.matcher(line);
    int from = 0;
    while (m.find()) {
      String name = m.group(1);
      boolean saidAgain = line.startsWith(name + "+0x", m.end() + 1);
      boolean pointer = line.startsWith("EIP:") || line.startsWith("RIP:");
      // Since 2.6 the kernel says itself where it stood, in the next lines.
      boolean trusted = !pointer || line.indexOf("0010:") > 0;
      String before = line.substring(from, m.start());
      boolean real = trusted && !saidAgain && !NO_FUNCTION.matcher(name).matches();
      String function =
          real
              ? String.format(
                  "%s+0x%x/0x%x", name, Long.parseLong(m.group(2)), Long.parseLong(m.group(3)))
              : "";
      if (pointer) {
        return List.of(before.replaceAll(" +", " ") + function + line.substring(m.end()));
      }
      if (!before.isBlank()) {
        lines.add(before);
      }
      if (!function.isEmpty()) {
        lines.add(" " + function);
      }
      from = m.end();
    }
    String rest = line.substring(from);
    if (!rest.isBlank()) {
      lines.add(rest);
    }
    return lines;
  }
}
