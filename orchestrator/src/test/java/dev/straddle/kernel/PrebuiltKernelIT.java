package dev.straddle.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.image.BootImage;
import dev.straddle.image.ElfFile;
import dev.straddle.image.Kallsyms;
import dev.straddle.image.Symbol;
import dev.straddle.kernel.store.ArtifactStore;
import dev.straddle.model.Ages;
import dev.straddle.model.Compiler;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.spec.Specs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped 6.12, treated as if somebody else had built it. */
class PrebuiltKernelIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path dir;
  private KernelArtifact built;

  @BeforeEach
  void build() throws Exception {
    KernelSpec linux = Specs.load(HOME).kernel("linux-6.12").orElseThrow();
    built =
        new KernelBuilder(
                KernelBuildIT.cache(), Runtime.getRuntime().availableProcessors(), e -> {})
            .build(linux, linux.variant("unpatched").orElseThrow());
  }

  @Test
  void theCompressedImageHoldsTheSymbolsOfTheElfImage() throws Exception {
    Path elf = dir.resolve("vmlinux");
    BootImage image = BootImage.read(built.bzImage());
    assertThat(image.release()).isEqualTo(built.release());
    image.extractTo(elf);
    ElfFile stripped = ElfFile.read(elf);
    assertThat(stripped.hasSymbols()).isFalse();
    assertThat(stripped.buildId()).contains(built.buildId());
    ElfFile.Section rodata = stripped.section(".rodata").orElseThrow();
    Set<String> found =
        Kallsyms.read(stripped.content(".rodata").orElseThrow(), rodata.address()).stream()
            .map(PrebuiltKernelIT::asInSystemMap)
            .collect(Collectors.toSet());
    List<String> map =
        Files.readAllLines(built.vmlinux().resolveSibling(ArtifactStore.SYSTEM_MAP)).stream()
            .filter(line -> line.matches("f{8}[0-9a-f]{8} [tT] .*"))
            .toList();
    assertThat(map).hasSizeGreaterThan(10_000);
    assertThat(map.stream().filter(line -> !found.contains(line)).count())
        .as("functions that kallsyms leaves out, such as those in discarded sections")
        .isLessThan(map.size() / 100);
  }

  @Test
  void filesAreTakenInOnce() throws Exception {
    KernelSource.ImageFiles files =
        new KernelSource.ImageFiles(
            built.bzImage(), Optional.of(built.vmlinux()), Optional.empty(), Optional.empty());
    KernelArtifact taken = take(files);
    assertThat(taken.release()).isEqualTo(built.release());
    assertThat(taken.buildId()).isEqualTo(built.buildId());
    assertThat(taken.structPageSize()).isEqualTo(64);
    assertThat(taken.modules()).isEmpty();
    assertThat(take(files)).isEqualTo(taken);
  }

  @Test
  void anImageWithoutTypeInformationIsRefusedWithTheRemedy() {
    KernelSource.ImageFiles files =
        new KernelSource.ImageFiles(
            built.bzImage(), Optional.empty(), Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> take(files))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("neither in DWARF nor in BTF")
        .hasMessageContaining("put the vmlinux that it was made of beside it");
  }

  @Test
  void anElfImageOfAnotherBuildIsRefused() throws Exception {
    byte[] elf = Files.readAllBytes(built.vmlinux());
    byte[] id = HexFormat.of().parseHex(built.buildId());
    int at = indexOf(elf, id);
    elf[at]++;
    Path other = Files.write(dir.resolve("vmlinux"), elf);
    KernelSource.ImageFiles files =
        new KernelSource.ImageFiles(
            built.bzImage(), Optional.of(other), Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> take(files))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("is not what")
        .hasMessageContaining(built.buildId());
  }

  @Test
  void whatIsNoKernelIsRefusedByItsName() throws Exception {
    Path empty = Files.createFile(dir.resolve("empty"));
    for (KernelSource.ImageFiles files :
        List.of(
            new KernelSource.ImageFiles(
                empty, Optional.empty(), Optional.empty(), Optional.empty()),
            new KernelSource.ImageFiles(
                built.bzImage(), Optional.of(empty), Optional.empty(), Optional.empty()))) {
      assertThatThrownBy(() -> take(files))
          .isInstanceOf(InfraException.class)
          .hasMessageContaining(empty + " is no ");
    }
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int at = 0; at + part.length <= all.length; at++) {
      if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new IllegalArgumentException("not there");
  }

  private KernelArtifact take(KernelSource.ImageFiles files) throws Exception {
    KernelSpec.Variant shipped = new KernelSpec.Variant("shipped", "", List.of());
    KernelSpec spec =
        new KernelSpec(
            "image",
            "",
            files,
            Optional.empty(),
            Compiler.USUAL,
            List.of(shipped),
            Ages.NONE,
            dir.resolve("image.yaml"));
    return new KernelBuilder(dir.resolve("cache"), 1, e -> {}).build(spec, shipped);
  }

  private static String asInSystemMap(Symbol symbol) {
    return String.format("%016x %c %s", symbol.address(), symbol.type(), symbol.name());
  }
}
