package dev.straddle.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes a manual page for every command, as AsciiDoc, into the folder that is named. */
public final class ManPages {

  private ManPages() {}

  public static void main(String[] args) throws IOException {
    CommandSpec straddle = Main.commandLine().getCommandSpec();
    straddle
        .usageMessage()
        .description(
            "Builds a kernel with and without a patch series, boots both in QEMU guests, and says"
                + " with evidence whether the series fixes the crash.")
        .footer("Exit status: 0 as expected; 1 not; 2 no answer; 64 what was typed is wrong.");
    addNotes(straddle);
    int status =
        ManPageGenerator.generateManPage(new File(args[0]), null, new boolean[0], true, straddle);
    if (status != 0) {
      throw new IOException("no manual pages: status " + status);
    }
    // Of an option with several values the generator puts the equals sign into the emphasis.
    try (DirectoryStream<Path> pages = Files.newDirectoryStream(Path.of(args[0]), "*.adoc")) {
      for (Path page : pages) {
        Files.writeString(page, Files.readString(page).replace("*_=", "*=_"));
      }
    }
  }

  /** What help says below the options; the generator leaves out what has no heading. */
  private static void addNotes(CommandSpec command) {
    String[] footer = command.usageMessage().footer();
    if (footer.length > 0) {
      command.usageMessage().footerHeading("Notes%n").footer(asParagraphs(footer));
    }
    command.subcommands().values().forEach(sub -> addNotes(sub.getCommandSpec()));
  }

  /** In AsciiDoc an indented line is shown as it stands only in a paragraph of its own. */
  private static String[] asParagraphs(String[] lines) {
    List<String> text = new ArrayList<>();
    boolean before = false;
    for (String line : lines) {
      boolean indented = line.startsWith(" ");
      boolean apart = indented != before || line.startsWith("Exit status: ");
      if (apart && !text.isEmpty()) {
        text.add("");
      }
      if (line.isEmpty()) {
        continue;
      }
      text.add(indented ? line : line.replace(" -- ", " \\-- "));
      before = indented;
    }
    return text.toArray(String[]::new);
  }
}
