package dev.straddle.lab;

import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import java.nio.file.Path;
import java.util.Optional;

/** What a strategy asks of a lab; equal jobs are the same job. */
public sealed interface Job {

  /** For people: {@code linux-6.12/patched}, or a cell. */
  String name();

  /**
   * Build this variant, or find it in the cache.
   *
   * @param trial whether it is only tried: later builds do not take its warnings for known
   */
  record Build(KernelSpec kernel, KernelSpec.Variant variant, boolean trial) implements Job {

    /** A variant of the kernel's own. */
    public Build(KernelSpec kernel, KernelSpec.Variant variant) {
      this(kernel, variant, false);
    }

    @Override
    public String name() {
      return kernel.name() + "/" + variant.name();
    }
  }

  /** What a machine has to run for. */
  sealed interface OnMachine extends Job {

    CellId cell();

    GuestSpec guest();

    KernelArtifact kernel();

    @Override
    default String name() {
      return cell().toString();
    }
  }

  /**
   * Boot this cell; the record of an earlier attempt at it is set aside, never overwritten.
   *
   * @param cell names the boot, and gives its seed
   * @param run directory of the run that keeps its record
   * @param attempt counts from 1
   * @param saved what {@link Save} left of the same boot, to go on from there
   */
  record Boot(
      CellId cell,
      GuestSpec guest,
      KernelArtifact kernel,
      Path run,
      int attempt,
      Extent extent,
      Optional<Path> saved)
      implements OnMachine {

    /** A whole boot, for the first time. */
    public Boot(CellId cell, GuestSpec guest, KernelArtifact kernel, Path run) {
      this(cell, guest, kernel, run, 1, Extent.WHOLE, Optional.empty());
    }

    /** The same boot once more. */
    public Boot again() {
      return new Boot(cell, guest, kernel, run, attempt + 1, extent, saved);
    }

    /** The same boot, to be given up earlier. */
    public Boot upTo(Extent other) {
      return new Boot(cell, guest, kernel, run, attempt, other, saved);
    }

    /** The same boot from where a machine was saved. */
    public Boot from(Path machine) {
      return new Boot(cell, guest, kernel, run, attempt, extent, Optional.of(machine));
    }
  }

  /**
   * Boot this cell to just before its probe and save the machine there.
   *
   * @param place receives the machine
   */
  record Save(CellId cell, GuestSpec guest, KernelArtifact kernel, Path place)
      implements OnMachine {}

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
