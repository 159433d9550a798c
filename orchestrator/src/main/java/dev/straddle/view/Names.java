package dev.straddle.view;

import dev.straddle.kernel.KernelCache;
import dev.straddle.runs.RunStore;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Places;
import java.util.Iterator;
import java.util.stream.Stream;

/** What can be named on a command line, for completion; read anew each time. */
public final class Names {

  private Names() {}

  /** {@code KERNEL/VARIANT}. */
  public static final class Kernels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return kernels().iterator();
    }
  }

  /** {@code KERNEL} and {@code KERNEL/VARIANT}. */
  public static final class KernelsAndVariants implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(catalogue().kernels().keySet().stream(), kernels()).iterator();
    }
  }

  /** {@code KERNEL/VARIANT}, and cells that were booted. */
  public static final class KernelsOrCells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(kernels(), cells()).iterator();
    }
  }

  /** Guests. */
  public static final class Guests implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return catalogue().guests().keySet().iterator();
    }
  }

  /** Matrices. */
  public static final class Matrices implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return catalogue().matrices().keySet().iterator();
    }
  }

  /** Matrices and guests. */
  public static final class MatricesAndGuests implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      Catalogue all = catalogue();
      return Stream.concat(all.matrices().keySet().stream(), all.guests().keySet().stream())
          .iterator();
    }
  }

  /** Runs, the newest first. */
  public static final class Runs implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(
              Stream.of(RunStore.LATEST), RunStore.at(Places.standard().runs()).ids().stream())
          .iterator();
    }
  }

  /** What is in the cache: kernels as people know them, and the names of all. */
  public static final class Cached implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return new KernelCache(Places.standard().cache()).names().iterator();
    }
  }

  /** Cells that were booted. */
  public static final class Cells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return cells().iterator();
    }
  }

  private static Catalogue catalogue() {
    return Places.standard().library().all();
  }

  private static Stream<String> kernels() {
    return catalogue().variants().stream();
  }

  private static Stream<String> cells() {
    return RunStore.at(Places.standard().runs()).cells().stream().map(Object::toString);
  }
}
