package dev.straddle.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * This terminal while it belongs to a program elsewhere: each key goes there as it is, Ctrl-C
 * included, and what it prints comes out unchanged. Closing gives the terminal back as it was.
 */
public final class RawTerminal implements AutoCloseable {

  private static final EnumSet<InputFlag> INPUT =
      EnumSet.of(
          InputFlag.BRKINT,
          InputFlag.INPCK,
          InputFlag.ISTRIP,
          InputFlag.IXON,
          InputFlag.ICRNL,
          InputFlag.INLCR,
          InputFlag.IGNCR);
  private static final EnumSet<LocalFlag> LOCAL =
      EnumSet.of(LocalFlag.ECHO, LocalFlag.ICANON, LocalFlag.IEXTEN, LocalFlag.ISIG);

  private final Terminal terminal;
  private final Attributes before;

  private RawTerminal(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.getAttributes();
  }

  /** Takes the terminal in front of which the user sits. */
  public static RawTerminal enter() throws IOException {
    // The exec provider asks stty; the others would unpack a native library first.
    RawTerminal raw =
        new RawTerminal(TerminalBuilder.builder().system(true).provider("exec").build());
    Attributes attributes = new Attributes(raw.before);
    attributes.setInputFlags(INPUT, false);
    attributes.setLocalFlags(LOCAL, false);
    attributes.setOutputFlag(OutputFlag.OPOST, false);
    attributes.setControlChar(ControlChar.VMIN, 1);
    attributes.setControlChar(ControlChar.VTIME, 0);
    raw.terminal.setAttributes(attributes);
    return raw;
  }

  /**
   * What the other side has to know of it.
   *
   * @param type such as {@code xterm}
   */
  public record Kind(String type, int columns, int rows) {}

  /** What it is now. */
  public Kind kind() {
    Size size = terminal.getSize();
    String type = System.getenv("TERM");
    return new Kind(type == null ? "vt100" : type, size.getColumns(), size.getRows());
  }

  /** Calls with columns and rows whenever the window gets another size. */
  public void onResize(BiConsumer<Integer, Integer> listener) {
    terminal.handle(
        Terminal.Signal.WINCH,
        signal -> {
          Size size = terminal.getSize();
          listener.accept(size.getColumns(), size.getRows());
        });
  }

  /** On a thread that nobody interrupts, as stty would be left undone and the terminal raw. */
  @Override
  public void close() throws IOException {
    try {
      CompletableFuture.runAsync(this::giveBack).join();
    } catch (CompletionException e) {
      throw new IOException("the terminal cannot be given back: " + e.getCause(), e);
    }
  }

  private void giveBack() {
    terminal.setAttributes(before);
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
