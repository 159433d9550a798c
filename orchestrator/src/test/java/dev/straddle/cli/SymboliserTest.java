package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.process.Command;
import dev.straddle.verdict.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code straddle parse --vmlinux --modules} on a small image and a module made by gcc. */
class SymboliserTest extends CommandTest {

  /** A label stands behind each call: the return address that an unwinder finds. */
  private static final String IMAGE =
      """
      void victim(void) {}
      static inline __attribute__((always_inline)) void inner(void) {
        victim();
        __asm__("inner_return:");
      }
      void caller(void) {
        inner();
      }
      void kernel_init(void) {}
      int main(void) { caller(); return 0; }
      """;

  private static final String MODULE =
      """
      void victim(void);
      void other(void) { victim(); victim(); victim(); }
      __attribute__((section(".init.text"))) void start(void) {
        victim();
        __asm__("start_return:");
      }
      """;

  @TempDir Path dir;

  private Path vmlinux;
  private Path modules;
  private String console;

  @BeforeEach
  void build() throws Exception {
    modules = Files.createDirectories(dir.resolve("lib/kernel/drivers"));
    vmlinux = dir.resolve("vmlinux");
    Path module = modules.resolve("demo-mod.ko");
    gcc(source("src/init/main.c", IMAGE), vmlinux, "-g");
    gcc(source("src/drivers/demo.c", MODULE), module, "-g", "-c");
    Map<String, Long> image = symbols(vmlinux);
    Map<String, Long> start = symbols(module);
    console =
        """
        [    1.000000] BUG: kernel NULL pointer dereference, address: 0000000000000010
        [    1.000001] RIP: 0010:victim+0x0/0x%x
        [    1.000002] Call Trace:
        [    1.000003]  caller+0x%x/0x%x
        [    1.000004]  start+0x%x/0x1000 [demo_mod]
        """
            .formatted(
                image.get("victim size"),
                image.get("inner_return") - image.get("caller"),
                image.get("caller size"),
                start.get("start_return") - start.get("start"));
  }

  @Test
  void framesGetThePlacesOfTheirCallsAndInlinedCallers() throws Exception {
    assertThat(parse("--modules", modules.getParent().toString())).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("victim\\+0x0/0x[0-9a-f]+ init/main.c:1\n")
        .containsPattern("\n    inner init/main.c:3 \\(inlined\\)\n")
        .containsPattern("\n    caller\\+0x[0-9a-f]+/0x[0-9a-f]+ init/main.c:7\n")
        .containsPattern("start\\+0x[0-9a-f]+/0x1000 \\[demo_mod\\] .*drivers/demo.c:4\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void modulesAreLookedForBesideTheImage() throws Exception {
    parse();
    assertThat(out.toString()).contains("drivers/demo.c:4");
  }

  @Test
  void aModuleThatIsNotThereIsToldAndCostsNoOther() throws Exception {
    parse("--modules", Files.createDirectories(dir.resolve("empty")).toString());
    assertThat(out.toString()).contains("init/main.c:7").doesNotContain("demo.c");
    assertThat(err.toString()).contains("no demo_mod.ko below").contains("--modules");
  }

  @Test
  void anImageOfAnotherBuildIsNotBelieved() throws Exception {
    console = console.replaceAll("(caller|victim)\\+(0x[0-9a-f]+)/0x", "$1+$2/0x9");
    parse();
    assertThat(out.toString()).doesNotContain("main.c");
    assertThat(err.toString()).contains("of another build");
  }

  @Test
  void anImageWithoutDebugInformationIsToldSo() throws Exception {
    gcc(dir.resolve("src/init/main.c"), vmlinux);
    parse();
    assertThat(out.toString()).doesNotContain("main.c");
    assertThat(err.toString()).contains("has no debug information");
  }

  @Test
  void whatIsNoImageIsAUsageError() throws Exception {
    Files.writeString(vmlinux, "#!/bin/sh\n");
    assertThat(parse()).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("is no ELF image");
  }

  private int parse(String... options) throws Exception {
    Path log = Files.writeString(dir.resolve("console.log"), console);
    List<String> argv = new ArrayList<>(List.of("parse", "--vmlinux", vmlinux.toString()));
    argv.addAll(List.of(options));
    argv.add(log.toString());
    return straddle(argv.toArray(String[]::new));
  }

  private Path source(String name, String text) throws Exception {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void gcc(Path source, Path output, String... flags) throws Exception {
    List<String> argv = new ArrayList<>(List.of("gcc", "-O0", "-fcf-protection=none"));
    argv.addAll(List.of(flags));
    argv.addAll(List.of("-o", output.toString(), source.toString()));
    assertThat(Command.of(argv).run().ok()).isTrue();
  }

  /** Addresses by name, and sizes by name and " size". */
  private static Map<String, Long> symbols(Path file) throws Exception {
    Map<String, Long> symbols = new TreeMap<>();
    Command.of("nm", "-S", file.toString())
        .heardBy(
            (channel, line) -> {
              String[] words = line.strip().split(" +");
              if (words.length == 4) {
                symbols.put(words[3] + " size", Long.parseLong(words[1], 16));
              }
              if (words.length >= 3) {
                symbols.put(words[words.length - 1], Long.parseLong(words[0], 16));
              }
            })
        .run();
    return symbols;
  }
}
