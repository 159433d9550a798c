package dev.straddle.cli;

import dev.straddle.model.Finding;
import dev.straddle.model.StackFrame;
import dev.straddle.process.Command;
import dev.straddle.process.LineListener.Channel;
import dev.straddle.process.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives frames file, line and inlined callers from the debug information of the build.
 *
 * <p>One run of {@code nm} and one of {@code addr2line} (binutils) for all findings of a log. When
 * either fails the findings come back as they are, with a warning.
 */
record Symboliser(Path vmlinux, Consumer<String> warnings) {

  private static final int MAX_ADDRESSES = 4096;

  /** The kernel counts the padding behind a function as part of it, the ELF image does not. */
  private static final long MAX_PADDING = 64;

  /** Where a function lies, in bytes; the size tells apart functions of one name. */
  private record Extent(long start, long size) {

    boolean fits(StackFrame frame) {
      return size <= frame.size() && frame.size() - size < MAX_PADDING;
    }
  }

  /** One function at an address; the innermost of several comes first. */
  private record Place(String function, String source) {}

  List<Finding> symbolise(List<Finding> findings) throws InterruptedException {
    Map<String, List<Extent>> functions = functions(wanted(findings));
    Map<StackFrame, Long> addresses = new LinkedHashMap<>();
    for (Finding finding : findings) {
      for (StackFrame frame : finding.trace()) {
        functions.getOrDefault(frame.function(), List.of()).stream()
            .filter(extent -> extent.fits(frame) && addresses.size() < MAX_ADDRESSES)
            .findFirst()
            .ifPresent(extent -> addresses.put(frame, extent.start() + frame.offset()));
      }
    }
    if (addresses.isEmpty()) {
      return findings;
    }
    Map<Long, List<Place>> places = places(new LinkedHashSet<>(addresses.values()));
    return findings.stream()
        .map(finding -> finding.withTrace(expand(finding.trace(), addresses, places)))
        .toList();
  }

  private static Set<String> wanted(List<Finding> findings) {
    Set<String> names = new LinkedHashSet<>();
    for (Finding finding : findings) {
      finding.trace().stream()
          .filter(frame -> frame.size() > 0 && frame.module().isEmpty())
          .forEach(frame -> names.add(frame.function()));
    }
    return names;
  }

  private Map<String, List<Extent>> functions(Set<String> names) throws InterruptedException {
    Map<String, List<Extent>> functions = new HashMap<>();
    // "nm -S" prints: address, size, type, name.
    run(
        List.of("nm", "-S", "--defined-only", vmlinux.toString()),
        line -> {
          String[] words = line.split(" ");
          if (words.length == 4 && names.contains(words[3])) {
            functions
                .computeIfAbsent(words[3], name -> new ArrayList<>())
                .add(
                    new Extent(
                        Long.parseUnsignedLong(words[0], 16),
                        Long.parseUnsignedLong(words[1], 16)));
          }
        });
    return functions;
  }

  private Map<Long, List<Place>> places(Set<Long> addresses) throws InterruptedException {
    List<String> argv =
        new ArrayList<>(List.of("addr2line", "-a", "-i", "-f", "-e", vmlinux.toString()));
    addresses.forEach(address -> argv.add("0x" + Long.toHexString(address)));
    List<String> lines = new ArrayList<>();
    run(argv, lines::add);
    // For each address: the address itself, then pairs of lines, function and file:line.
    Map<Long, List<Place>> places = new HashMap<>();
    List<Place> current = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("0x")) {
        current = new ArrayList<>();
        places.put(Long.parseUnsignedLong(line.substring(2), 16), current);
      } else if (i + 1 < lines.size()) {
        String source = lines.get(++i);
        // An image without debug information: names are known, places are not.
        if (!source.startsWith("??")) {
          current.add(new Place(line, shortened(source)));
        }
      }
    }
    return places;
  }

  /** Without the build directory and the remark on discriminators. */
  private static String shortened(String source) {
    String text = source.replaceFirst(" \\(discriminator \\d+\\)$", "");
    for (String top :
        List.of(
            "/arch/",
            "/drivers/",
            "/fs/",
            "/kernel/",
            "/mm/",
            "/net/",
            "/lib/",
            "/init/",
            "/block/",
            "/security/",
            "/sound/",
            "/crypto/",
            "/ipc/",
            "/virt/",
            "/io_uring/",
            "/include/",
            "/rust/")) {
      int at = text.indexOf(top);
      if (at >= 0) {
        return text.substring(at + 1);
      }
    }
    return text;
  }

  private static List<StackFrame> expand(
      List<StackFrame> trace, Map<StackFrame, Long> addresses, Map<Long, List<Place>> places) {
    List<StackFrame> expanded = new ArrayList<>();
    for (StackFrame frame : trace) {
      List<Place> inner = places.getOrDefault(addresses.get(frame), List.of());
      for (int i = 0; i + 1 < inner.size(); i++) {
        Place place = inner.get(i);
        expanded.add(
            new StackFrame(
                place.function(),
                0,
                0,
                frame.module(),
                frame.reliable(),
                Optional.of(place.source()),
                true));
      }
      expanded.add(
          inner.isEmpty() ? frame : frame.withSource(inner.get(inner.size() - 1).source()));
    }
    return expanded;
  }

  private void run(List<String> argv, Consumer<String> lines) throws InterruptedException {
    Result result =
        Command.of(argv)
            .heardBy(
                (channel, line) -> {
                  if (channel == Channel.OUT) {
                    lines.accept(line);
                  }
                })
            .run();
    if (!result.ok()) {
      warnings.accept("straddle: frames are not symbolised: " + argv.get(0) + " " + result.exit());
    }
  }
}
