package dev.straddle.guest;

import java.io.IOException;

/** QEMU is there and does not answer. */
public final class QmpSilenceException extends IOException {

  private static final long serialVersionUID = 1L;

  QmpSilenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
