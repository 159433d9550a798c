package dev.straddle.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal in front of which a person sits, if any. */
public final class Screen {

  /** Of terminals that do not say, and of files. */
  private static final int USUAL_WIDTH = 80;

  private Screen() {}

  /**
   * Columns, less one: a character in the last may wrap.
   *
   * <p>The terminal is asked without its signals: JLine would take over the JVM's, and Ctrl-C would
   * then end the JVM on the spot, without its shutdown hooks.
   */
  public static int width() {
    if (!Ansi.isTerminal()) {
      return USUAL_WIDTH;
    }
    try (Terminal terminal = TerminalBuilder.builder().nativeSignals(false).dumb(true).build()) {
      return (terminal.getWidth() > 0 ? terminal.getWidth() : USUAL_WIDTH) - 1;
    } catch (IOException e) {
      return USUAL_WIDTH - 1;
    }
  }

  /** As {@link #width()}, of what nobody looks at without end. */
  public static int widthOfTerminal() {
    return Ansi.isTerminal() ? width() : Integer.MAX_VALUE;
  }

  /** Whether a person types what is read; System.console() asks for standard output too. */
  public static boolean isTypedAt() {
    return stream(0).matches("/dev/(pts/|tty).*");
  }

  /** Whether another program reads what is printed, and so may end before all is said. */
  public static boolean isPiped() {
    return stream(1).matches("(pipe|socket):.*");
  }

  private static String stream(int number) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
