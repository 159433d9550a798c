package dev.straddle.symbols;

import dev.straddle.model.BadInputException;
import dev.straddle.model.Finding;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.StackFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Gives frames file, line and inlined callers from the debug information of the build, as the
 * kernel's own scripts/decode_stacktrace.sh does.
 *
 * <p>Frames name functions and offsets, so KASLR does not matter. All frames of a log that lie in
 * one object file are looked up together. What cannot be looked up stays as it is, with a warning.
 */
public record Symboliser(ObjectFiles files, Consumer<String> warnings) {

  private static final int MAX_FRAMES = 4096;
  private static final String POINTER = "RIP: ";

  /** Its file is init/main.c, wherever the build was. */
  private static final String KNOWN_FUNCTION = "kernel_init";

  private static final String KNOWN_FILE = "init/main.c";

  /**
   * By the build that somebody names; empty when nobody does.
   *
   * @param modules where they lie, if not beside the image
   * @throws BadInputException when there are modules without an image
   */
  public static Optional<Symboliser> asked(
      Optional<Path> image, Optional<Path> modules, Consumer<String> warnings) {
    if (image.isEmpty() && modules.isPresent()) {
      throw new BadInputException("--modules goes with --vmlinux");
    }
    return image.map(file -> new Symboliser(new ObjectFiles(file, modules), warnings));
  }

  /** Findings of a boot of this kernel; as they are where nothing can be looked up. */
  public static List<Finding> symbolise(List<Finding> findings, KernelArtifact kernel)
      throws InterruptedException {
    if (findings.isEmpty() || !Files.isReadable(kernel.vmlinux())) {
      return findings;
    }
    Optional<Path> modules = kernel.modules().stream().findFirst().map(Path::getParent);
    ObjectFiles files = new ObjectFiles(kernel.vmlinux(), modules.filter(Files::isDirectory));
    return new Symboliser(files, warning -> {}).symbolise(findings);
  }

  public List<Finding> symbolise(List<Finding> findings) throws InterruptedException {
    Map<StackFrame, List<DebugInfo.Place>> places = new LinkedHashMap<>();
    for (Map.Entry<Optional<String>, Set<StackFrame>> group : byModule(findings).entrySet()) {
      Optional<DebugInfo> info = files.of(group.getKey());
      if (info.isEmpty()) {
        group.getKey().map(files::missing).ifPresent(warnings);
      } else {
        places.putAll(look(info.get(), group.getValue(), pointers(findings)));
      }
    }
    return findings.stream()
        .map(finding -> finding.withTrace(expand(finding.report().trace(), places)))
        .toList();
  }

  private static Map<Optional<String>, Set<StackFrame>> byModule(List<Finding> findings) {
    return findings.stream()
        .flatMap(finding -> finding.report().trace().stream())
        .filter(frame -> frame.size() > 0)
        .distinct()
        .limit(MAX_FRAMES)
        .collect(
            Collectors.groupingBy(
                StackFrame::module,
                LinkedHashMap::new,
                Collectors.toCollection(LinkedHashSet::new)));
  }

  /** What stands where the processor was: not a return address, which lies behind its call. */
  private static Set<String> pointers(List<Finding> findings) {
    return findings.stream()
        .flatMap(finding -> finding.report().extract().stream())
        .filter(line -> line.startsWith(POINTER))
        .map(line -> line.substring(line.lastIndexOf(':') + 1).split(" ", 2)[0])
        .collect(Collectors.toSet());
  }

  private Map<StackFrame, List<DebugInfo.Place>> look(
      DebugInfo info, Set<StackFrame> frames, Set<String> pointers) throws InterruptedException {
    Set<String> names = new LinkedHashSet<>();
    names.add(KNOWN_FUNCTION);
    frames.forEach(frame -> names.add(frame.function()));
    Map<String, List<DebugInfo.Function>> functions;
    Map<StackFrame, DebugInfo.Address> addresses = new LinkedHashMap<>();
    Map<DebugInfo.Address, List<DebugInfo.Place>> places;
    Optional<DebugInfo.Address> known;
    int strangers = 0;
    try {
      functions = info.functions(names);
      for (StackFrame frame : frames) {
        List<DebugInfo.Function> candidates = functions.getOrDefault(frame.function(), List.of());
        Optional<DebugInfo.Function> function =
            candidates.stream().filter(f -> f.fits(frame.size())).findFirst();
        strangers += function.isEmpty() && !candidates.isEmpty() ? 1 : 0;
        function.ifPresent(f -> addresses.put(frame, f.at(offset(frame, pointers))));
      }
      known =
          functions.getOrDefault(KNOWN_FUNCTION, List.of()).stream().findFirst().map(f -> f.at(0));
      Set<DebugInfo.Address> wanted = new LinkedHashSet<>(addresses.values());
      known.ifPresent(wanted::add);
      places = info.places(wanted);
    } catch (DebugInfo.UnreadableException e) {
      warnings.accept("straddle: frames are not symbolised: " + e.getMessage());
      return Map.of();
    }
    if (addresses.isEmpty() && strangers > 0) {
      warnings.accept(
          "straddle: frames are not symbolised: %s is of another build, its functions have other sizes"
              .formatted(info.file()));
    } else if (!addresses.isEmpty() && places.values().stream().allMatch(List::isEmpty)) {
      warnings.accept(
          "straddle: frames are not symbolised: %s has no debug information"
              .formatted(info.file()));
    }
    String top = known.map(places::get).map(Symboliser::top).orElse("");
    Map<StackFrame, List<DebugInfo.Place>> byFrame = new LinkedHashMap<>();
    addresses.forEach(
        (frame, address) ->
            byFrame.put(
                frame,
                places.getOrDefault(address, List.of()).stream().map(p -> p.below(top)).toList()));
    return byFrame;
  }

  /** Return addresses lie behind their call, which may be on another line. */
  private static long offset(StackFrame frame, Set<String> pointers) {
    String printed = "%s+0x%x/0x%x".formatted(frame.function(), frame.offset(), frame.size());
    return frame.offset() == 0 || pointers.contains(printed) ? frame.offset() : frame.offset() - 1;
  }

  /** The folder of the source, which file names begin with. */
  private static String top(List<DebugInfo.Place> places) {
    return places.stream()
        .map(DebugInfo.Place::source)
        .filter(source -> source.contains("/" + KNOWN_FILE))
        .map(source -> source.substring(0, source.indexOf(KNOWN_FILE)))
        .findFirst()
        .orElse("");
  }

  private static List<StackFrame> expand(
      List<StackFrame> trace, Map<StackFrame, List<DebugInfo.Place>> places) {
    List<StackFrame> expanded = new ArrayList<>();
    for (StackFrame frame : trace) {
      List<DebugInfo.Place> inner = places.getOrDefault(frame, List.of());
      for (int i = 0; i + 1 < inner.size(); i++) {
        DebugInfo.Place place = inner.get(i);
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
}
