package dev.straddle.doctor;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Installs what the host lacks, but only when a person agrees.
 *
 * @param agreed beforehand; else the terminal is asked, where there is one
 */
public record Consent(Doctor doctor, boolean agreed, PrintWriter out) {

  /**
   * Meets the needs of this host that are not met.
   *
   * @param agreed beforehand; else the terminal is asked, where there is one
   * @return whether everything is there now
   */
  public static boolean meetNeeds(boolean agreed, PrintWriter out) throws InterruptedException {
    return new Consent(new Doctor(System.getenv("PATH")), agreed, out).meetNeeds();
  }

  /**
   * Meets the needs that are not met.
   *
   * @return whether everything is there now
   * @throws dev.straddle.model.InfraException when it cannot be installed
   */
  public boolean meetNeeds() throws InterruptedException {
    List<Need> missing = doctor.missing();
    if (missing.isEmpty()) {
      return true;
    }
    String names = missing.stream().map(Need::name).collect(Collectors.joining(", "));
    out.println("straddle: missing on this host: " + names);
    if (!doctor.installs()) {
      out.println("  next: " + doctor.command(missing));
      return false;
    }
    if (!agreed && !agrees(System.console(), missing)) {
      out.println("  next: the same command with --yes, or " + doctor.command(missing));
      return false;
    }
    out.println("installing " + String.join(" ", doctor.packages(missing)));
    out.flush();
    doctor.install(missing, (channel, line) -> {});
    return true;
  }

  /** Without a terminal there is nobody to ask. */
  private boolean agrees(Console console, List<Need> missing) {
    if (console == null) {
      return false;
    }
    String answer =
        console.readLine("install %s? [Y/n] ", String.join(" ", doctor.packages(missing)));
    return answer != null && (answer.isBlank() || answer.strip().toLowerCase().startsWith("y"));
  }
}
