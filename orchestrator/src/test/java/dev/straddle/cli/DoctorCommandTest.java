package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.doctor.Doctor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  @TempDir private Path bin;

  @Test
  void withoutYesAndWithoutATerminalNothingIsInstalled() throws Exception {
    Path apt = Files.createFile(bin.resolve("apt-get"));
    assertThat(apt.toFile().setExecutable(true)).isTrue();
    StringWriter out = new StringWriter();

    boolean met =
        DoctorCommand.meetNeeds(new Doctor(bin.toString()), false, new PrintWriter(out, true));

    assertThat(met).isFalse();
    assertThat(out.toString())
        .contains("straddle: missing on this host: ", "  next: the same command with --yes")
        .doesNotContain("installing");
  }
}
