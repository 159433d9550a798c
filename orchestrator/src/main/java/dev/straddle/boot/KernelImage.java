package dev.straddle.boot;

import dev.straddle.image.ElfFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Link-time addresses of what an audit looks at, from the symbol table of {@code vmlinux}. */
record KernelImage(Map<String, Long> symbols, ElfFile.Section notes) {

  static final String TEXT = "_text";
  static final String INIT_MM_TABLE = "init_top_pgt";
  static final String TABLES = "pgd_list";
  static final String VMEMMAP_BASE = "vmemmap_base";
  static final String VMALLOC_BASE = "vmalloc_base";
  static final String DIRECT_MAP_BASE = "page_offset_base";

  /** There only in kernels with page-table isolation. */
  static final String ISOLATION = "pti_init";

  /** There only in kernels with KASAN. */
  static final String SHADOW = "kasan_early_shadow_page";

  private static final Set<String> REQUIRED = Set.of(TEXT, INIT_MM_TABLE, TABLES);

  private static final Set<String> OPTIONAL =
      Set.of(VMEMMAP_BASE, VMALLOC_BASE, DIRECT_MAP_BASE, ISOLATION, SHADOW, ResourceTree.ROOT);

  static KernelImage read(Path vmlinux) throws IOException {
    ElfFile elf = ElfFile.read(vmlinux);
    Set<String> wanted = new HashSet<>(REQUIRED);
    wanted.addAll(OPTIONAL);
    wanted.addAll(KernelStateReader.SYMBOLS);
    wanted.addAll(Processors.SYMBOLS);
    wanted.addAll(LogRing.SYMBOLS);
    wanted.addAll(CrashedGuest.SYMBOLS);
    Map<String, Long> symbols = elf.symbols(wanted);
    for (String name : REQUIRED) {
      if (!symbols.containsKey(name)) {
        throw new IOException(vmlinux + " has no symbol " + name);
      }
    }
    return new KernelImage(
        symbols,
        elf.section(".notes").orElseThrow(() -> new IOException(vmlinux + " has no .notes")));
  }

  long address(String symbol) {
    return symbols.get(symbol);
  }

  /** A symbol that exists only with some options. */
  Optional<Long> find(String symbol) {
    return Optional.ofNullable(symbols.get(symbol));
  }
}
