package dev.straddle.kernel.store;

import dev.straddle.image.Btf;
import dev.straddle.image.ElfFile;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.process.Child;
import dev.straddle.process.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an ELF image says of itself.
 *
 * @param buildId hexadecimal
 * @param structPageSize bytes, from BTF, or from DWARF by way of binutils
 */
public record ImageFacts(String buildId, int structPageSize) {

  private static final Pattern ENTRY = Pattern.compile(".*Abbrev Number: \\d+ \\((DW_TAG_\\w+)\\)");
  private static final Pattern NAME = Pattern.compile(".* DW_AT_name +: (?:.*[:)] )?(\\S+)\\s*");
  private static final Pattern SIZE =
      Pattern.compile(".* DW_AT_byte_size +: (?:\\(\\w+\\) )?(\\d+)\\s*");

  /**
   * Reads an ELF image that was built here.
   *
   * @throws StepFailedException when it lacks a build id or the definition of struct page
   */
  public static ImageFacts of(Path vmlinux)
      throws IOException, InterruptedException, StepFailedException {
    return of(vmlinux, vmlinux, "build it with CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y");
  }

  /**
   * Reads an ELF image that somebody gave.
   *
   * @param given the file that it was made from, for messages
   * @param remedy what helps where the image does not say enough
   * @throws StepFailedException when it lacks a build id or the definition of struct page
   */
  public static ImageFacts of(Path vmlinux, Path given, String remedy)
      throws IOException, InterruptedException, StepFailedException {
    ElfFile elf = ElfFile.read(vmlinux);
    String buildId =
        elf.buildId()
            .orElseThrow(
                () -> new StepFailedException("image", given + " carries no GNU build id"));
    OptionalInt page = structPageSize(elf);
    return new ImageFacts(
        buildId,
        page.orElseThrow(
            () ->
                new StepFailedException(
                    "image",
                    given
                        + " does not define struct page, neither in DWARF nor in BTF: "
                        + remedy)));
  }

  private static OptionalInt structPageSize(ElfFile elf) throws IOException, InterruptedException {
    Optional<ByteBuffer> types = elf.content(".BTF");
    OptionalInt size =
        types.isPresent() ? Btf.structSize(types.get(), "page") : OptionalInt.empty();
    return size.isPresent() ? size : fromDwarf(elf.path());
  }

  /** Stops reading at the definition: it comes early, and the whole is 60 MB as text and more. */
  private static OptionalInt fromDwarf(Path vmlinux) throws InterruptedException {
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
    return found.isDone() ? OptionalInt.of(found.join()) : OptionalInt.empty();
  }

  /** Finds a structure's size in what readelf prints of DWARF. */
  public static final class StructSize {
    private final String name;
    private boolean inStructure;
    private boolean named;

    public StructSize(String name) {
      this.name = name;
    }

    public Optional<Integer> line(String line) {
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
