package dev.straddle.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code straddle} command. */
@Command(
    name = "straddle",
    mixinStandardHelpOptions = true,
    description = "Boots Linux kernels on the edge, with and without a patch series.")
public final class Main {

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
