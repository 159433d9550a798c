package dev.straddle.guest;

import java.io.IOException;

/** QEMU has left; how it ended is told by {@link Machine.Listener#ended}. */
public final class QemuGoneException extends IOException {

  private static final long serialVersionUID = 1;

  QemuGoneException(String what, Throwable cause) {
    super(what + ": QEMU is gone", cause);
  }
}
