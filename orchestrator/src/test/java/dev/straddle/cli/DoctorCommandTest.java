package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.doctor.Doctor;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

  @Test
  void withoutYesAndWithoutATerminalNothingIsInstalled() throws Exception {
    StringWriter out = new StringWriter();

    boolean met =
        DoctorCommand.meetNeeds(new Doctor("/nowhere"), false, new PrintWriter(out, true));

    assertThat(met).isFalse();
    assertThat(out.toString())
        .contains("straddle: missing on this host: ", "  next: the same command with --yes")
        .doesNotContain("installing");
  }
}
