package dev.straddle.guest;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A machine's physical memory, to be read. */
public interface PhysicalMemory {

  /**
   * Copies bytes out, in little-endian order.
   *
   * @throws IOException when no RAM is at that address, or the machine is gone
   */
  ByteBuffer read(long address, int bytes) throws IOException, InterruptedException;
}
