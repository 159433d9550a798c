package dev.straddle.lab;

import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import java.nio.file.Path;

/** What a strategy asks of a lab; equal jobs are the same job. */
public sealed interface Job {

  /** For people: {@code linux-6.12/patched}, or a cell. */
  String name();

  /** Build this variant, or find it in the cache. */
  record Build(KernelSpec kernel, KernelSpec.Variant variant) implements Job {
    @Override
    public String name() {
      return kernel.name() + "/" + variant.name();
    }
  }

  /**
   * Boot this cell; the record of an earlier attempt at it is set aside, never overwritten.
   *
   * @param cell names the boot, and gives its seed
   * @param run directory of the run that keeps its record
   * @param attempt counts from 1
   */
  record Boot(
      CellId cell, GuestSpec guest, KernelArtifact kernel, Path run, int attempt, Extent extent)
      implements Job {

    /** A whole boot, for the first time. */
    public Boot(CellId cell, GuestSpec guest, KernelArtifact kernel, Path run) {
      this(cell, guest, kernel, run, 1, Extent.WHOLE);
    }

    /** The same boot once more. */
    public Boot again() {
      return new Boot(cell, guest, kernel, run, attempt + 1, extent);
    }

    /** The same boot, to be given up earlier. */
    public Boot upTo(Extent other) {
      return new Boot(cell, guest, kernel, run, attempt, other);
    }

    @Override
    public String name() {
      return cell.toString();
    }
  }

  /** How far a boot goes. */
  enum Extent {
    /** Until its outcome is known. */
    WHOLE,
    /**
     * As {@link #WHOLE}, but given up at the kernel's first word when its layout turns out to need
     * no new top-level entry; such a boot is no evidence of anything else.
     */
    WHOLE_IF_SPANNING,
    /** To the kernel's first word, to learn the layout. */
    LAYOUT
  }
}
