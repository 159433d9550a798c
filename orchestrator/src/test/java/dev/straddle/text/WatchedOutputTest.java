package dev.straddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import org.junit.jupiter.api.Test;

class WatchedOutputTest {

  @Test
  void whatAFullDiskDoesNotTakeIsKnown() throws Exception {
    WatchedOutput full = new WatchedOutput(new FileOutputStream("/dev/full"));
    Terminal terminal = new Terminal(full);
    terminal.println("lost");
    terminal.flush();

    assertThat(full.trouble()).hasValue("No space left on device");
  }

  @Test
  void whatArrivesIsNoTrouble() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    WatchedOutput good = new WatchedOutput(bytes);
    Terminal terminal = new Terminal(good);
    terminal.print("a line\n");
    terminal.flush();

    assertThat(bytes.toString()).isEqualTo("a line\n");
    assertThat(good.trouble()).isEmpty();
  }
}
