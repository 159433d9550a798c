package dev.straddle.guest;

import java.io.IOException;

/** QEMU refused a command; the message is its own. */
public final class QmpException extends IOException {
  private static final long serialVersionUID = 1L;

  QmpException(String message) {
    super(message);
  }
}
