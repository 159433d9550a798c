package dev.straddle.kernel.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerErrorsTest {

  @TempDir Path dir;

  @Test
  void findsTheFirstErrorWithItsSurroundings() {
    CompilerErrors errors =
        read(
            """
              CC      mm/init.o
              CC      mm/sparse-vmemmap.o
            mm/init.c:12:6: warning: unused variable 'x' [-Wunused-variable]
            In file included from ./include/linux/mm.h:9,
                             from mm/sparse-vmemmap.c:21:
            mm/sparse-vmemmap.c: In function 'vmemmap_pgd_populate':
            mm/sparse-vmemmap.c:247:17: error: implicit declaration of function 'pgd_populate_kernl'
              247 |                 pgd_populate_kernl(addr, pgd, p);
                  |                 ^~~~~~~~~~~~~~~~~~
            make[3]: *** [scripts/Makefile.build:229: mm/sparse-vmemmap.o] Error 1
              CC      fs/dax.o
            fs/dax.c:1:1: error: another one
            make: *** [Makefile:224: __sub-make] Error 2
            """);
    assertThat(errors.first().orElseThrow())
        .startsWith("In file included from ./include/linux/mm.h:9,")
        .contains("mm/sparse-vmemmap.c:247:17: error: implicit declaration")
        .endsWith("^~~~~~~~~~~~~~~~~~")
        .doesNotContain("another one", "make", "unused variable");
    assertThat(errors.warnings())
        .containsExactly("mm/init.c: warning: unused variable 'x' [-Wunused-variable]");
    assertThat(errors.hostTrouble()).isEmpty();
  }

  @Test
  void understandsTheRealCompilerAndLinker() throws Exception {
    Files.writeString(dir.resolve("inner.h"), "static inline int f(void) { return g(); }\n");
    Files.writeString(dir.resolve("a.c"), "#include \"inner.h\"\nint main(void) { return f(); }\n");
    CompilerErrors compiler = new CompilerErrors();
    Command.of("gcc", "-Werror", "-Wall", "-c", "a.c")
        .in(dir)
        .with(java.util.Map.of("LC_ALL", "C"))
        .heardBy((channel, line) -> compiler.line(line))
        .run();
    assertThat(compiler.first().orElseThrow())
        .startsWith("In file included from a.c:1:")
        .contains("inner.h: In function 'f':", ": error: implicit declaration of function 'g'");

    Files.writeString(dir.resolve("b.c"), "int g(void);\nint main(void) { return g(); }\n");
    CompilerErrors linker = new CompilerErrors();
    Command.of("gcc", "b.c", "-o", "b").in(dir).heardBy((channel, line) -> linker.line(line)).run();
    assertThat(linker.first().orElseThrow()).contains("undefined reference to `g'");
  }

  @Test
  void blamesTheHostWhereTheHostIsToBlame() {
    assertThat(
            read("/tmp/cc1.s: fatal error: error writing to x.o: No space left on device\n")
                .hostTrouble())
        .isPresent();
    assertThat(read("gcc: fatal error: Killed signal terminated program cc1\n").hostTrouble())
        .isPresent();
    assertThat(read("/bin/sh: 1: flex: not found\n").missingTool())
        .contains("/bin/sh: 1: flex: not found");
    assertThat(read("x.c:1:10: fatal error: libelf.h: No such file or directory\n").missingTool())
        .isPresent();
    assertThat(read("a.c:1:1: fatal error: linux/nothing.h: No such file\n").missingTool())
        .isEmpty();
  }

  @Test
  void tellsToolsThatAreTooOldForTheKernel() {
    CompilerErrors errors =
        read(
            """
            ***
            *** C compiler is too old.
            ***   Your GCC version:    4.9.2
            ***   Minimum GCC version: 5.1.0
            ***
            scripts/Kconfig.include:44: Sorry, this C compiler is not supported.
            """);
    assertThat(errors.oldTool())
        .contains("C compiler is too old.; Your GCC version: 4.9.2; Minimum GCC version: 5.1.0");
    assertThat(read("***   Your GCC version:    4.9.2\n").oldTool()).isEmpty();
  }

  @Test
  void fallsBackToWhatMakeSays() {
    assertThat(read("  LD      vmlinux\nmake[1]: *** [Makefile:1: vmlinux] Error 1\n").first())
        .contains("make[1]: *** [Makefile:1: vmlinux] Error 1");
    assertThat(read("  CC      a.o\n").first()).isEmpty();
  }

  private static CompilerErrors read(String output) {
    CompilerErrors errors = new CompilerErrors();
    output.lines().forEach(errors::line);
    return errors;
  }
}
