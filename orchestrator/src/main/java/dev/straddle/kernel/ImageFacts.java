package dev.straddle.kernel;

import dev.straddle.model.InfraException;
import dev.straddle.process.Child;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image says of itself, read with binutils.
 *
 * @param buildId hexadecimal
 * @param structPageSize bytes, from DWARF
 */
record ImageFacts(String buildId, int structPageSize) {

  private static final Pattern BUILD_ID = Pattern.compile(".*Build ID: ([0-9a-f]+)");
  private static final Pattern ENTRY = Pattern.compile(".*Abbrev Number: \\d+ \\((DW_TAG_\\w+)\\)");
  private static final Pattern NAME = Pattern.compile(".* DW_AT_name +: (?:.*[:)] )?(\\S+)\\s*");
  private static final Pattern SIZE =
      Pattern.compile(".* DW_AT_byte_size +: (?:\\(\\w+\\) )?(\\d+)\\s*");

  /**
   * Reads an ELF image.
   *
   * @throws StepFailedException when it lacks a build id or the definition of struct page
   */
  static ImageFacts of(Path vmlinux) throws InterruptedException, StepFailedException {
    return new ImageFacts(buildId(vmlinux), structPageSize(vmlinux));
  }

  private static String buildId(Path vmlinux) throws InterruptedException, StepFailedException {
    Result notes = Command.of("readelf", "-n", "-W", vmlinux.toString()).run();
    if (!notes.ok()) {
      throw new InfraException(notes.describe(), "run ./straddle doctor --install");
    }
    return notes.tail().stream()
        .map(BUILD_ID::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1))
        .findFirst()
        .orElseThrow(() -> new StepFailedException("image", vmlinux + " carries no GNU build id"));
  }

  /** Stops reading at the definition: it comes early, and the whole is 60 MB as text and more. */
  private static int structPageSize(Path vmlinux) throws InterruptedException, StepFailedException {
    StructSize search = new StructSize("page");
    CompletableFuture<Integer> found = new CompletableFuture<>();
    Command command =
        Command.of("readelf", "--debug-dump=info", "-W", vmlinux.toString())
            .heardBy((channel, line) -> search.line(line).ifPresent(found::complete));
    try (Child readelf = Child.start(command)) {
      CompletableFuture<Object> first =
          CompletableFuture.anyOf(
              found,
              CompletableFuture.supplyAsync(
                  () -> {
                    try {
                      return readelf.await();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  }));
      first.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    if (!found.isDone()) {
      throw new StepFailedException(
          "image",
          vmlinux
              + " does not define struct page in its DWARF; "
              + "the configuration needs CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y");
    }
    return found.join();
  }

  /** Finds a structure's size in what readelf prints of DWARF. */
  static final class StructSize {
    private final String name;
    private boolean inStructure;
    private boolean named;

    StructSize(String name) {
      this.name = name;
    }

    Optional<Integer> line(String line) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches()) {
        inStructure = entry.group(1).equals("DW_TAG_structure_type");
        named = false;
        return Optional.empty();
      }
      if (!inStructure) {
        return Optional.empty();
      }
      Matcher attribute = NAME.matcher(line);
      if (attribute.matches()) {
        named = attribute.group(1).equals(name);
        return Optional.empty();
      }
      Matcher size = SIZE.matcher(line);
      return named && size.matches()
          ? Optional.of(Integer.valueOf(size.group(1)))
          : Optional.empty();
    }
  }
}
