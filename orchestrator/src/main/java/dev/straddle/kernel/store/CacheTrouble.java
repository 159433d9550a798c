package dev.straddle.kernel.store;

import dev.straddle.model.InfraException;
import java.io.IOException;

/** What is said when the cache cannot be read or written. */
public final class CacheTrouble {

  private CacheTrouble() {}

  /** Whether there was no room to write. */
  public static boolean isFullDisk(IOException e) {
    return String.valueOf(e.getMessage()).contains("No space left on device");
  }

  /** The error to raise when a file of the cache cannot be read or written. */
  public static InfraException of(String doing, IOException e) {
    String what = e.getMessage() == null ? e.toString() : e.getMessage();
    boolean full = isFullDisk(e);
    return new InfraException(
        doing + ": " + what,
        full
            ? "free some disk space, or point XDG_CACHE_HOME at a larger file system"
            : "check that the cache directory can be written",
        e);
  }
}
