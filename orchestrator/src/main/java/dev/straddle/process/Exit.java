package dev.straddle.process;

import java.time.Duration;

/** How a child process ended. */
public sealed interface Exit {

  /** It returned by itself. */
  record Exited(int status) implements Exit {
    @Override
    public String toString() {
      return "exited with status " + status;
    }
  }

  /**
   * A signal ended it.
   *
   * <p>The Java runtime reports that as status 128 + n, so a program that itself returns such a
   * status looks the same.
   */
  record Signalled(int signal) implements Exit {
    @Override
    public String toString() {
      return "was ended by signal " + signal + (signal == 9 ? " (KILL; out of memory?)" : "");
    }
  }

  /** It ran beyond its deadline and was stopped. */
  record TimedOut(Duration deadline) implements Exit {
    @Override
    public String toString() {
      return "was stopped after its deadline of " + deadline.toSeconds() + " s";
    }
  }

  /** {@link Child#kill} or the end of straddle stopped it. */
  record Killed() implements Exit {
    @Override
    public String toString() {
      return "was stopped by straddle";
    }
  }

  /** There is no such program, or the system refused to start it. */
  record CouldNotStart(String reason) implements Exit {
    @Override
    public String toString() {
      return "could not start: " + reason;
    }
  }
}
