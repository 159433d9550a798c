package dev.straddle.boot;

import dev.straddle.guest.GuestMemory;
import dev.straddle.guest.Machine;
import dev.straddle.image.CoreFile;
import dev.straddle.model.KernelArtifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A guest that has crashed and stands still. */
public final class CrashedGuest {

  private static final String NOTE = "VMCOREINFO";
  private static final String PHYSICAL_BASE = "phys_base";

  /** By this one crash tells how far KASLR moved the kernel. */
  private static final String TEXT = "_stext";

  static final Set<String> SYMBOLS = Set.of(PHYSICAL_BASE, TEXT);

  private final KernelArtifact kernel;
  private final Machine machine;
  private final PageTableAuditor auditor;

  CrashedGuest(KernelArtifact kernel, Machine machine, PageTableAuditor auditor) {
    this.kernel = kernel;
    this.machine = machine;
    this.auditor = auditor;
  }

  /**
   * Writes memory below an address as a core file, with the note in which a kernel tells crash and
   * drgn where it lies (kernel/vmcore_info.c). It is made from outside, so that it takes no option
   * of the kernel.
   *
   * @return why the kernel was not found in memory, so that the file has no such note
   */
  public Optional<String> dump(Path file, long below) throws IOException, InterruptedException {
    machine.dump(file, below);
    String place;
    try (GuestMemory memory = machine.memory()) {
      place = place(auditor.kernel(memory));
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
    CoreFile.addNote(file, NOTE, place);
    return Optional.empty();
  }

  private String place(KernelMemory running) throws IOException, InterruptedException {
    long base = running.read(address(running, PHYSICAL_BASE), Long.BYTES).getLong();
    return String.format(
        Locale.ROOT,
        """
        OSRELEASE=%s
        BUILD-ID=%s
        PAGESIZE=4096
        SYMBOL(swapper_pg_dir)=%x
        SYMBOL(_stext)=%x
        NUMBER(phys_base)=%d
        NUMBER(pgtable_l5_enabled)=%d
        KERNELOFFSET=%x
        """,
        kernel.release(),
        kernel.buildId(),
        address(running, KernelImage.INIT_MM_TABLE),
        address(running, TEXT),
        base,
        running.tables().levels() == 5 ? 1 : 0,
        running.slide());
  }

  private long address(KernelMemory running, String symbol) throws IOException {
    return running
        .address(symbol)
        .orElseThrow(() -> new IOException(kernel.vmlinux() + " has no symbol " + symbol));
  }

  /** Returns when QEMU is gone; a debugger that leaves lets the guest go on, which is undone. */
  public void standStill() throws IOException, InterruptedException {
    machine.standStill();
  }
}
