package dev.straddle.view;

import dev.straddle.report.BootText;
import dev.straddle.run.SingleBoot;
import dev.straddle.symbols.Symboliser;
import dev.straddle.text.Ansi;
import dev.straddle.text.Screen;
import java.io.PrintWriter;

/** Tells a person what a boot came to, with the source lines of a crash. */
public final class BootResult {

  private BootResult() {}

  public static void print(SingleBoot.Outcome boot, PrintWriter out) throws InterruptedException {
    BootText.print(
        boot.seen(),
        boot.verdict(),
        Symboliser.symbolise(boot.verdict().findings(), boot.seen().kernel()),
        boot.directory(),
        Screen.width(),
        Ansi.ofTerminal(),
        out);
  }
}
