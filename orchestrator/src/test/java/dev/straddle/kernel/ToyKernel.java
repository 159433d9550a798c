package dev.straddle.kernel;

import dev.straddle.model.Ages;
import dev.straddle.model.Compiler;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A work tree that is built as a kernel is, in a second: the same make targets, variables and
 * products, thirty small files, and one that waits while there is a file {@code hold} beside the
 * tree.
 */
final class ToyKernel {

  private static final String MAKEFILE =
      """
      # Called with -C source O=objects; LOCALVERSION and CC as the kernel has them.
      objs := $(patsubst $(CURDIR)/%.c,$(O)/%.o,$(wildcard $(CURDIR)/f*.c)) $(O)/slow.o

      tinyconfig:
      \t@mkdir -p $(O); echo "# CONFIG_TOY is not set" >$(O)/.config
      olddefconfig:
      \t@sed -i '/CONFIG_DROPPED/d;/CONFIG_ANSWER/d' $(O)/.config
      \t@[ ! -e asks-the-compiler ] || $(CC) -Werror -D__SIZEOF_INT128__=0 -c -x c /dev/null \\
      \t\t-o $(O)/asked.o 2>/dev/null || echo CONFIG_ANSWER=y >>$(O)/.config
      syncconfig:
      \t@echo synced >>../../../../configured
      \t@mkdir -p $(O)/include/config $(O)/include/generated
      \t@touch $(O)/include/config/auto.conf $(O)/include/generated/autoconf.h
      \t@printf '%s\\n' 'deps_config := \\' ' Kconfig \\' ' mm/Kconfig' '' 'endif' \
      \t\t>$(O)/include/config/auto.conf.cmd
      $(O)/%.o: %.c
      \t@echo "  CC      $*.o"
      \t@while [ "$*" = slow ] && [ -e ../../../../hold ]; do sleep 0.05; done
      \t@$(CC) -g $(KCFLAGS) -c -o $@ $(CURDIR)/$<
      vmlinux: $(objs)
      \t@mkdir -p $(O)/include/config $(O)/arch/x86/boot/compressed
      \t@[ ! -e changes-its-config ] || echo CONFIG_LATE=y >>$(O)/.config
      \t@echo 6.12$(LOCALVERSION) >$(O)/include/config/kernel.release
      \t@echo 'const char release[] = "6.12$(LOCALVERSION)";' >$(O)/version.c
      \t@$(CC) -c -o $(O)/version.o $(O)/version.c
      \t@echo "  LD      vmlinux"
      \t@env | sed 's/=.*//' >../../../../environment
      \t@gcc -nostdlib -static -Wl,--build-id=sha1 -Wl,-e0 -o $(O)/vmlinux $(objs) $(O)/version.o
      \t@nm $(O)/vmlinux >$(O)/System.map
      bzImage: vmlinux
      \t@mkdir -p $(O)/arch/x86/boot; cp $(O)/vmlinux $(O)/arch/x86/boot/bzImage
      """;

  final Path place;
  final Path tree;

  /**
   * @param place directory of its own, an ancestor of no cache but {@code place/cache/straddle}
   */
  ToyKernel(Path place) throws Exception {
    this.place = place;
    this.tree = Files.createDirectories(place.resolve("linux"));
    Files.createDirectories(tree.resolve("arch/x86/boot"));
    write("Makefile", MAKEFILE);
    write("arch/x86/boot/header.S", "");
    write("slow.c", "struct page { long words[8]; } a_page;\n");
    for (int i = 0; i < 30; i++) {
      write("f" + i + ".c", "int f" + i + "(void) { return " + i + "; }\n");
    }
    for (String words : List.of("init -q", "add -A")) {
      git(List.of(words.split(" ")));
    }
    git(List.of("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "toy"));
  }

  void write(String path, String text) throws IOException {
    Files.createDirectories(tree.resolve(path).getParent());
    Files.writeString(tree.resolve(path), text);
  }

  Path cache() {
    return place.resolve("cache");
  }

  KernelSpec spec(String... options) {
    return spec(
        new KernelSpec.Config(new ConfigBase.Target("tinyconfig"), List.of(), List.of(options)));
  }

  /** The tree in another configuration, with patches on top. */
  KernelSpec spec(KernelSpec.Config config, Path... patches) {
    List<PatchSource> series = new ArrayList<>();
    for (Path patch : patches) {
      series.add(new PatchSource.Files(patch, false));
    }
    return new KernelSpec(
        "toy",
        "",
        new KernelSource.Directory(tree),
        Optional.of(config),
        Compiler.USUAL,
        List.of(new KernelSpec.Variant("shipped", "", series)),
        Ages.NONE,
        place.resolve("toy.yaml"));
  }

  private void git(List<String> words) throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(words);
    if (!Command.of(argv).in(tree).run().ok()) {
      throw new IllegalStateException("git " + words);
    }
  }
}
