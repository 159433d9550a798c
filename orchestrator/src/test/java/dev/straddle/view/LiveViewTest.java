package dev.straddle.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.straddle.model.CellId;
import dev.straddle.run.RunEvent;
import dev.straddle.text.Ansi;
import dev.straddle.text.Terminal;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveViewTest {

  /** Standard output and standard error are one terminal to whoever looks at it. */
  @Test
  void theBoardIsGoneWhileSomethingElsePrints() {
    StringWriter screen = new StringWriter();
    try (LiveView view = new LiveView(new Terminal(screen), new Ansi(false))) {
      CellId cell = new CellId("linux", "plain", "guest", 1, Optional.empty());
      view.on(new RunEvent.CellStarted(cell));
      view.on(new RunEvent.CellAgain(cell, 2, "the host failed"));
      view.on(new RunEvent.CellStarted(cell));
      await().until(() -> screen.toString().contains("boots done"));

      view.aside(() -> screen.write("linux: the series applies\n"));
    }
    assertThat(screen.toString()).contains("\u001b[Jlinux: the series applies\n");
  }
}
