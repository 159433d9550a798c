package dev.straddle.symbols;

import dev.straddle.process.Command;
import dev.straddle.process.LineListener.Channel;
import dev.straddle.process.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The functions of an object file and their places in the source, by binutils: one run of {@code
 * nm}, and one of {@code addr2line} for each section.
 *
 * @param relocatable whether addresses count from the start of their section, as in modules
 */
record DebugInfo(Path file, boolean relocatable) {

  /** The kernel counts the padding behind a function as part of it, the ELF image does not. */
  private static final long MAX_PADDING = 64;

  /**
   * Where a function lies, in bytes.
   *
   * @param open whether what the kernel takes for its size may be much more: in a module the last
   *     function reaches to the end of its pages
   */
  record Function(String section, long start, long size, boolean open) {

    /** Whether the kernel may have printed this size; it tells apart functions of one name. */
    boolean fits(long printed) {
      return size <= printed && (open || printed - size < MAX_PADDING);
    }

    Address at(long offset) {
      return new Address(section, start + offset);
    }
  }

  record Address(String section, long value) {}

  /** A function and {@code file:line}. */
  record Place(String function, String source) {

    /** The same, without the folder that the source lay in. */
    Place below(String top) {
      return source.startsWith(top) ? new Place(function, source.substring(top.length())) : this;
    }
  }

  /** binutils could not read the file; the message says why. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /** The functions of these names; several may share one. */
  Map<String, List<Function>> functions(Set<String> names)
      throws UnreadableException, InterruptedException {
    Map<String, List<Function>> functions = new HashMap<>();
    run(
        List.of("nm", "-f", "sysv", "--defined-only", file.toString()),
        line -> {
          // Name|Value|Class|Type|Size|Line|Section
          String[] cells = line.split("\\|", -1);
          String name = cells[0].strip();
          if (cells.length == 7 && names.contains(name) && !cells[4].isBlank()) {
            functions
                .computeIfAbsent(name, n -> new ArrayList<>())
                .add(
                    new Function(
                        cells[6].strip(),
                        Long.parseUnsignedLong(cells[1].strip(), 16),
                        Long.parseUnsignedLong(cells[4].strip(), 16),
                        relocatable));
          }
        });
    return functions;
  }

  /** Where each address lies in the source: the innermost of inlined functions first. */
  Map<Address, List<Place>> places(Set<Address> addresses)
      throws UnreadableException, InterruptedException {
    Map<String, Map<Long, Address>> bySection = new TreeMap<>();
    for (Address address : addresses) {
      bySection
          .computeIfAbsent(relocatable ? address.section() : "", s -> new LinkedHashMap<>())
          .put(address.value(), address);
    }
    Map<Address, List<Place>> places = new HashMap<>();
    for (Map.Entry<String, Map<Long, Address>> section : bySection.entrySet()) {
      List<String> argv = new ArrayList<>(List.of("addr2line", "-a", "-i", "-f"));
      if (relocatable) {
        argv.addAll(List.of("-j", section.getKey()));
      }
      argv.addAll(List.of("-e", file.toString()));
      section.getValue().keySet().forEach(value -> argv.add("0x" + Long.toHexString(value)));
      List<String> lines = new ArrayList<>();
      run(argv, lines::add);
      read(lines).forEach((value, list) -> places.put(section.getValue().get(value), list));
    }
    return places;
  }

  /** For each address: the address itself, then pairs of lines, function and file:line. */
  private static Map<Long, List<Place>> read(List<String> lines) {
    Map<Long, List<Place>> places = new HashMap<>();
    List<Place> current = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("0x")) {
        current = new ArrayList<>();
        places.put(Long.parseUnsignedLong(line.substring(2), 16), current);
      } else if (i + 1 < lines.size()) {
        String source = lines.get(++i);
        // Without debug information names are known, places are not.
        if (!source.startsWith("??")) {
          current.add(new Place(line, source.replaceFirst(" \\(discriminator \\d+\\)$", "")));
        }
      }
    }
    return places;
  }

  private static void run(List<String> argv, Consumer<String> lines)
      throws UnreadableException, InterruptedException {
    List<String> complaints = new ArrayList<>();
    Result result =
        Command.of(argv)
            .heardBy(
                (channel, line) -> {
                  if (channel == Channel.OUT) {
                    lines.accept(line);
                  } else {
                    complaints.add(line);
                  }
                })
            .run();
    if (!result.ok()) {
      throw new UnreadableException(
          complaints.stream().findFirst().orElse(argv.get(0) + " " + result.exit()));
    }
  }
}
