package dev.straddle.report;

import dev.straddle.model.AddressPlan;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.PairOutcome;
import dev.straddle.text.Ansi;
import dev.straddle.text.Screen;
import dev.straddle.text.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a person reads of a guest and of what a kernel does on it. */
public final class GuestText {

  private GuestText() {}

  /** A guest with its address arithmetic. */
  public static void print(GuestSpec guest, AddressPlan plan, Ansi ansi, PrintWriter out) {
    List<String> lines = new ArrayList<>();
    lines.add(ansi.bold(guest.name()) + ": " + AddressPlanText.prediction(plan));
    lines.add("  " + guest.description());
    lines.addAll(AddressPlanText.lines(guest, plan, "assumed until a kernel is built", ansi));
    lines.add("");
    lines.add("  file         " + guest.definedIn());
    lines.add("  probe        " + guest.probe());
    if (!guest.cmdline().isEmpty()) {
      lines.add("  cmdline      " + String.join(" ", guest.cmdline()));
    }
    guest
        .ssh()
        .ifPresent(
            ssh ->
                ssh.steps().stream()
                    .map(step -> "  over SSH     " + step.name() + ": " + step.run().strip())
                    .forEach(lines::add));
    if (!guest.seeds().isEmpty()) {
      lines.add("  seeds        " + guest.seeds());
    }
    lines.add(
        String.format(
            "  timeouts     boot %ss, probe %ss, silence %ss; longer where QEMU emulates",
            guest.timeouts().boot().toSeconds(),
            guest.timeouts().probe().toSeconds(),
            guest.timeouts().silence().toSeconds()));
    print(lines, out);
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
    List<String> lines = new ArrayList<>();
    lines.add("guest " + ansi.bold(guest.name()) + ": " + AddressPlanText.prediction(plan) + more);
    lines.add("  " + guest.description());
    if (!kernels.isEmpty()) {
      lines.add("  kernels      " + String.join(", ", kernels));
    }
    lines.addAll(AddressPlanText.lines(guest, plan, pageSizeFrom, ansi));
    print(lines, out);
  }

  private static void print(List<String> lines, PrintWriter out) {
    int width = Screen.widthOfTerminal();
    lines.forEach(line -> out.println(TextTable.hanging(line, width)));
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
