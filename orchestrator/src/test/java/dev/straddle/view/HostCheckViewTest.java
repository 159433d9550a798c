package dev.straddle.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.guest.Accelerator;
import dev.straddle.text.Ansi;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckViewTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void linesFitTheTerminal(boolean colours) {
    StringWriter out = new StringWriter();
    new HostCheckView(new Ansi(colours), 50, new PrintWriter(out))
        .room(Path.of("/"), Accelerator.TCG);

    assertThat(out.toString().replaceAll("\u001b\\[[0-9;]*m", "").lines())
        .hasSizeGreaterThan(3)
        .allMatch(line -> line.length() <= 50)
        .allMatch(line -> line.matches("(ok     |missing)  \\S.*| {9}\\S.*"));
  }
}
