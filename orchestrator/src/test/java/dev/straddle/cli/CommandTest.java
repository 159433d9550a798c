package dev.straddle.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A command line in this process, on the repository's own files; what it prints is kept. */
abstract class CommandTest {

  private static final String HOME = "straddle.home";

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  private String homeBefore;

  @BeforeEach
  final void useTheRepository() {
    homeBefore = System.getProperty(HOME);
    System.setProperty(HOME, Path.of("..").toAbsolutePath().normalize().toString());
  }

  @AfterEach
  final void restore() {
    if (homeBefore == null) {
      System.clearProperty(HOME);
    } else {
      System.setProperty(HOME, homeBefore);
    }
  }

  /** Runs it; returns its exit status. */
  final int straddle(String... words) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
