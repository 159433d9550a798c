package dev.straddle.view;

import dev.straddle.doctor.Doctor;
import dev.straddle.doctor.HostView;
import dev.straddle.doctor.Need;
import dev.straddle.guest.Accelerator;
import dev.straddle.lab.SlurmCheck;
import dev.straddle.model.ByteSize;
import dev.straddle.text.Ansi;
import dev.straddle.text.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * What a host or a cluster has of what the work needs, a line each.
 *
 * @param width columns of the terminal
 */
public record HostCheckView(Ansi ansi, int width, PrintWriter out) {

  /** What has to be installed; returns what is not. */
  public List<Need> needs(Doctor doctor) {
    List<Need> missing = doctor.missing();
    for (Need need : doctor.needs()) {
      line(
          missing.contains(need) ? SlurmCheck.State.MISSING : SlurmCheck.State.OK,
          "%-34s %-16s %s"
              .formatted(need.name(), doctor.packages(List.of(need)).get(0), need.purpose()));
    }
    return missing;
  }

  /** The room there is, and what guests run on; whether there is enough of it. */
  public boolean room(Path cache, Accelerator accelerator) {
    ByteSize free = HostView.freeSpace(cache);
    boolean enough = free.compareTo(HostView.ROOM) >= 0;
    line(
        enough ? SlurmCheck.State.OK : SlurmCheck.State.MISSING,
        "%d GiB free for %s; a kernel with two variants takes up to %s"
            .formatted(free.bytes() >> 30, cache, HostView.ROOM));
    line(
        SlurmCheck.State.OK,
        "guests run on "
            + accelerator.qemuName()
            + (accelerator == Accelerator.KVM
                ? ""
                : ": there is no KVM here that works, so timeouts are longer"));
    return enough;
  }

  /** What was seen of a cluster; whether nothing is missing. */
  public boolean cluster(List<SlurmCheck.Line> lines) {
    lines.forEach(line -> line(line.state(), line.text()));
    return lines.stream().noneMatch(line -> line.state() == SlurmCheck.State.MISSING);
  }

  private void line(SlurmCheck.State state, String text) {
    out.println(TextTable.hanging(state(state) + "  " + text, width));
  }

  private String state(SlurmCheck.State state) {
    return switch (state) {
      case OK -> ansi.green("ok") + "     ";
      case NOTE -> ansi.yellow("note") + "   ";
      case MISSING -> ansi.red("missing");
    };
  }
}
