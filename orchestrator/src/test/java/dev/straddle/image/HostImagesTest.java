package dev.straddle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of the host's own tools, stripped and given their symbols back. */
class HostImagesTest {

  @TempDir Path dir;

  @Test
  void aStrippedImageGetsSymbolsThatBinutilsRead() throws Exception {
    Path program = dir.resolve("a.out");
    Path source =
        Files.writeString(
            dir.resolve("a.c"),
            "int first(int a) { return a + 1; }\nint main(void) { return first(2); }\n");
    run("gcc", "-no-pie", "-o", program.toString(), source.toString());
    Map<String, Long> before = ElfFile.read(program).symbols(Set.of("first", "main"));
    run("strip", program.toString());
    assertThat(ElfFile.read(program).hasSymbols()).isFalse();

    SymbolTable.append(
        program,
        List.of(
            new Symbol(0x10, 'A', "absolute"),
            new Symbol(before.get("first"), 't', "first"),
            new Symbol(before.get("main"), 'T', "main")));

    assertThat(ElfFile.read(program).symbols(Set.of("first", "main"))).isEqualTo(before);
    String nm = run("nm", "-S", program.toString());
    long size = before.get("main") - before.get("first");
    assertThat(nm)
        .contains(String.format("%016x %016x t first", before.get("first"), size))
        .containsPattern("[0-9a-f]{16} [0-9a-f]{16} T main")
        .contains("A absolute");
    assertThat(new ProcessBuilder(program.toString()).start().waitFor()).isEqualTo(3);
  }

  /** A series may add a static variable by the name of one that is looked at. */
  @Test
  void aStaticNamesakeDoesNotStandInForAGlobalSymbol() throws Exception {
    Path one =
        Files.writeString(
            dir.resolve("one.c"),
            "static long counted, twice; int x(void) { return &counted < &twice; }\n");
    Path other =
        Files.writeString(
            dir.resolve("other.c"),
            "long counted; static long twice, once; int x(void);\n"
                + "int main(void) { return &twice < &once && x(); }\n");
    Path program = dir.resolve("a.out");
    run("gcc", "-no-pie", "-o", program.toString(), one.toString(), other.toString());

    String nm = run("nm", program.toString());
    Map<String, Long> found = ElfFile.read(program).symbols(Set.of("counted", "twice", "once"));

    assertThat(nm).containsPattern(" b counted").containsPattern(" B counted");
    assertThat(found).containsOnlyKeys("counted", "once");
    assertThat(nm).contains(String.format("%016x B counted", found.get("counted")));
  }

  @Test
  void aStructureIsFoundAmongTypes() throws IOException {
    ByteBuffer types = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    byte[] names = "\0int\0pages\0page\0".getBytes(StandardCharsets.ISO_8859_1);
    types.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0);
    types.putInt(24).putInt(0).putInt(16 + 24 + 12 + 12).putInt(64).putInt(names.length);
    types.putInt(1).putInt(1 << 24).putInt(4).putInt(32); // int
    types.putInt(5).putInt(4 << 24 | 1).putInt(8).putInt(1).putInt(1).putInt(0); // struct pages
    types.putInt(11).putInt(5 << 24).putInt(99); // union page
    types.putInt(11).putInt(4 << 24).putInt(64); // struct page
    types.put(names).flip();
    assertThat(Btf.structSize(types, "page")).isEqualTo(OptionalInt.of(64));
    assertThat(Btf.structSize(types, "pages")).isEqualTo(OptionalInt.of(8));
    assertThat(Btf.structSize(types, "folio")).isEmpty();
    assertThatThrownBy(
            () -> Btf.structSize(types.limit(40).slice().order(ByteOrder.LITTLE_ENDIAN), "page"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatIsNoImageIsSaidSo() throws IOException {
    Path file = Files.write(dir.resolve("vmlinuz"), new byte[4096]);
    assertThat(BootImage.is(file)).isFalse();
    assertThatThrownBy(() -> BootImage.read(file)).hasMessageContaining("no bzImage");
  }

  private static String run(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
