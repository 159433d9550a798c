package dev.straddle.lab;

/** A strategy's place in a lab; used by one thread. */
public interface Bench extends AutoCloseable {

  /** Asks for a job and returns at once; exactly one answer to it will come. */
  void submit(Job job);

  /**
   * Waits for the next answer, in whatever order jobs end.
   *
   * @throws IllegalStateException when nothing is outstanding
   */
  Answer next() throws InterruptedException;

  /** How many jobs have not been answered yet. */
  int outstanding();

  /** Lets go of all that is outstanding and waits until none of it runs. */
  @Override
  void close();
}
