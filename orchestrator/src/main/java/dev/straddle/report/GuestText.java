package dev.straddle.report;

import dev.straddle.model.AddressPlan;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.PairOutcome;
import dev.straddle.text.Ansi;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** What a person reads of a guest and of what a kernel does on it. */
public final class GuestText {

  private GuestText() {}

  /** A guest with its address arithmetic. */
  public static void print(GuestSpec guest, AddressPlan plan, Ansi ansi, PrintWriter out) {
    out.printf("%s: %s%n", ansi.bold(guest.name()), AddressPlanText.prediction(plan));
    out.println("  " + guest.description());
    AddressPlanText.lines(guest, plan, "assumed until a kernel is built", ansi)
        .forEach(out::println);
    out.println();
    out.println("  file         " + guest.definedIn());
    out.println("  probe        " + guest.probe());
    if (!guest.cmdline().isEmpty()) {
      out.println("  cmdline      " + String.join(" ", guest.cmdline()));
    }
    guest
        .ssh()
        .ifPresent(
            ssh ->
                ssh.steps().stream()
                    .map(step -> "  over SSH     " + step.name() + ": " + step.run().strip())
                    .forEach(out::println));
    if (!guest.seeds().isEmpty()) {
      out.println("  seeds        " + guest.seeds());
    }
    out.printf(
        "  timeouts     boot %ss, probe %ss, silence %ss; longer where QEMU emulates%n",
        guest.timeouts().boot().toSeconds(),
        guest.timeouts().probe().toSeconds(),
        guest.timeouts().silence().toSeconds());
  }

  /**
   * A guest as kernels meet it.
   *
   * @param kernels those that it holds for; may be empty
   * @param pageSizeFrom where the size of {@code struct page} is known from
   * @param more is put behind the prediction
   */
  public static void print(
      GuestSpec guest,
      AddressPlan plan,
      List<String> kernels,
      String pageSizeFrom,
      String more,
      Ansi ansi,
      PrintWriter out) {
    out.printf("guest %s: %s%s%n", ansi.bold(guest.name()), AddressPlanText.prediction(plan), more);
    out.println("  " + guest.description());
    if (!kernels.isEmpty()) {
      out.println("  kernels      " + String.join(", ", kernels));
    }
    AddressPlanText.lines(guest, plan, pageSizeFrom, ansi).forEach(out::println);
  }

  /** What a matrix expects on a guest, and on which kernels something else. */
  public static String expected(MatrixSpec matrix, String guest) {
    PairOutcome usual = matrix.guests().get(guest);
    String exceptions =
        matrix.kernels().stream()
            .filter(kernel -> matrix.expected(kernel, guest) != usual)
            .map(kernel -> ", on " + kernel + " " + matrix.expected(kernel, guest))
            .collect(Collectors.joining());
    return usual + exceptions;
  }
}
