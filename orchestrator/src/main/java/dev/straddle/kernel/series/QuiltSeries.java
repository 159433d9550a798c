package dev.straddle.kernel.series;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A quilt folder's {@code series} file, with the guards that SUSE puts in front of names.
 *
 * @param entries to be applied, in order
 * @param guarded what its guards leave out
 */
record QuiltSeries(List<Entry> entries, List<LeftOut> guarded) {

  /**
   * One patch.
   *
   * @param strip empty when the line has no {@code -p}
   */
  record Entry(String file, OptionalInt strip, boolean reverse) {}

  /**
   * Reads it.
   *
   * @param symbols for which {@code +symbol} takes a patch in, and {@code -symbol} leaves it out
   */
  static QuiltSeries read(Path file, Set<String> symbols) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<LeftOut> guarded = new ArrayList<>();
    String text =
        Files.readString(file, StandardCharsets.ISO_8859_1).replace("\u00ef\u00bb\u00bf", "");
    for (String line : text.split("\\R")) {
      String bare = line.replaceFirst("(^|\\s)#.*", "").strip();
      if (!bare.isEmpty()) {
        List<String> words = new ArrayList<>(List.of(bare.split("\\s+")));
        List<String> guards = new ArrayList<>();
        while (words.size() > 1 && words.get(0).matches("[+-].*")) {
          guards.add(words.remove(0));
        }
        String name =
            new String(words.get(0).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        if (isIn(guards, symbols)) {
          entries.add(entry(name, words.subList(1, words.size())));
        } else {
          guarded.add(new LeftOut(name, "its guard " + String.join(" ", guards)));
        }
      }
    }
    return new QuiltSeries(List.copyOf(entries), List.copyOf(guarded));
  }

  /**
   * Without guards it is in; a plus must be met, a minus must not; the last that speaks decides.
   */
  private static boolean isIn(List<String> guards, Set<String> symbols) {
    boolean in = guards.stream().noneMatch(g -> g.startsWith("+"));
    for (String guard : guards) {
      String symbol = guard.substring(1);
      if (symbol.isEmpty() || symbols.contains(symbol)) {
        in = guard.startsWith("+");
      }
    }
    return in;
  }

  private static Entry entry(String name, List<String> options) {
    OptionalInt strip = OptionalInt.empty();
    boolean reverse = false;
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      if (option.equals("-p") && i + 1 < options.size()) {
        option += options.get(++i);
      }
      if (option.matches("-p\\d{1,3}")) {
        strip = OptionalInt.of(Integer.parseInt(option.substring(2)));
      } else if (option.equals("-pab") || option.equals("-pba")) {
        strip = OptionalInt.of(1);
      } else if (option.equals("-R") || option.equals("--reverse")) {
        reverse = true;
      }
    }
    return new Entry(name, strip, reverse);
  }
}
