package dev.straddle.cli;

import java.io.File;
import java.io.IOException;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes a manual page for every command, as AsciiDoc, into the folder that is named. */
public final class ManPages {

  private ManPages() {}

  public static void main(String[] args) throws IOException {
    int status =
        ManPageGenerator.generateManPage(
            new File(args[0]), null, new boolean[0], true, Main.commandLine().getCommandSpec());
    if (status != 0) {
      throw new IOException("no manual pages: status " + status);
    }
  }
}
