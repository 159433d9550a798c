package dev.straddle.kernel.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltCodeTest {

  private static final String FIRST = "0123456789ab";
  private static final String SECOND = "ba9876543210";

  @TempDir Path dir;

  @Test
  void aBuildDiffersFromItsTwinInItsNamesAlone() throws Exception {
    Path one = built("one", FIRST, "return 1;", "a");
    Path two = built("two", SECOND, "return 1;", "a");
    assertThat(Files.mismatch(one.resolve("vmlinux"), two.resolve("vmlinux"))).isNotEqualTo(-1);
    assertThat(digest(two, SECOND)).isEqualTo(digest(one, FIRST));
  }

  @Test
  void codeOfTheKernelAndOfItsBootStubCounts() throws Exception {
    String one = digest(built("one", FIRST, "return 1;", "a"), FIRST);
    assertThat(digest(built("two", SECOND, "return 2;", "a"), SECOND)).isNotEqualTo(one);
    assertThat(digest(built("three", SECOND, "return 1;", "b"), SECOND)).isNotEqualTo(one);
  }

  @Test
  void namesOfAnotherBuildAreNoExcuse() throws Exception {
    Path two = built("two", SECOND, "return 1;", "a");
    assertThat(digest(two, FIRST)).isNotEqualTo(digest(two, SECOND));
  }

  private String digest(Path objects, String name) throws Exception {
    return BuiltCode.digest(dir.resolve("source"), objects, name);
  }

  /** An ELF image with a build id that follows from its content, as the kernel's does. */
  private Path built(String place, String name, String body, String stub) throws Exception {
    Path header = dir.resolve("source/arch/x86/boot/header.S");
    Files.createDirectories(header.getParent());
    Files.writeString(header, "header\n");
    Path objects = Files.createDirectories(dir.resolve(place));
    Path boot = Files.createDirectories(objects.resolve("arch/x86/boot/compressed")).getParent();
    Files.writeString(boot.resolve("main.o"), stub);
    Files.writeString(boot.resolve("compressed/kaslr.o"), "6.12-straddle-" + name);
    Files.writeString(boot.resolve("compressed/piggy.o"), "packed " + place);
    Path source =
        Files.writeString(
            objects.resolve("a.c"),
            "const char release[] = \"-straddle-" + name + "\";\nint f(void) { " + body + " }\n");
    assertThat(
            Command.of(
                    "gcc",
                    "-shared",
                    "-nostdlib",
                    "-Wl,--build-id=sha1",
                    "-o",
                    "vmlinux",
                    source.toString())
                .in(objects)
                .run()
                .ok())
        .isTrue();
    return objects;
  }
}
