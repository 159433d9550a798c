package dev.straddle.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentTest {

  @TempDir private Path bin;

  @Test
  void withoutYesAndWithoutATerminalNothingIsInstalled() throws Exception {
    Path apt = Files.createFile(bin.resolve("apt-get"));
    assertThat(apt.toFile().setExecutable(true)).isTrue();
    StringWriter out = new StringWriter();

    boolean met =
        new Consent(new Doctor(bin.toString()), false, new PrintWriter(out, true)).meetNeeds();

    assertThat(met).isFalse();
    assertThat(out.toString())
        .contains("straddle: missing on this host: ", "  next: the same command with --yes")
        .doesNotContain("installing");
  }
}
