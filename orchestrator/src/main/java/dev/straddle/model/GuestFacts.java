package dev.straddle.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the guest said about itself on the probe channel, before and after its work; claims, not
 * proof.
 *
 * @param release {@code uname -r}
 * @param cmdline {@code /proc/cmdline}
 * @param iomemBefore top-level and nested entries of {@code /proc/iomem} before the probe's work
 * @param iomemAfter the same afterwards
 * @param daxDevices {@code /sys/bus/dax/devices} afterwards
 * @param steps the probe's own steps in order, with exit status
 * @param other further facts by name
 * @param probeStatus exit status of the probe; empty where it has not ended, and in records of
 *     schema 1
 * @param unparsed what the guest said that straddle does not understand or that exceeds a limit,
 *     each with the reason; the last says how many more there were
 */
public record GuestFacts(
    Optional<String> release,
    Optional<String> cmdline,
    List<IomemEntry> iomemBefore,
    List<IomemEntry> iomemAfter,
    List<DaxDevice> daxDevices,
    List<Step> steps,
    Map<String, String> other,
    Optional<Integer> probeStatus,
    List<String> unparsed) {

  /** The file of the guest that lists its modules. */
  public static final String MODULES = "/proc/modules";

  /** Before the path of a file of the guest, the name of the fact that is its content. */
  public static final String FILE = "file:";

  private static final int LONGEST_EXCERPT = 200;

  public static final GuestFacts NONE =
      new GuestFacts(
          Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), List.of(), Map.of());

  public GuestFacts {
    iomemBefore = List.copyOf(iomemBefore);
    iomemAfter = List.copyOf(iomemAfter);
    daxDevices = List.copyOf(daxDevices);
    steps = List.copyOf(steps);
    other = Map.copyOf(other);
    unparsed = List.copyOf(unparsed);
  }

  /** Facts of a guest that said nothing odd, and not how its probe ended. */
  public GuestFacts(
      Optional<String> release,
      Optional<String> cmdline,
      List<IomemEntry> iomemBefore,
      List<IomemEntry> iomemAfter,
      List<DaxDevice> daxDevices,
      List<Step> steps,
      Map<String, String> other) {
    this(
        release,
        cmdline,
        iomemBefore,
        iomemAfter,
        daxDevices,
        steps,
        other,
        Optional.empty(),
        List.of());
  }

  /** What a file of the guest held after the probe, as far as the guest showed it. */
  public Optional<String> file(String path) {
    return Optional.ofNullable(other.get(FILE + path));
  }

  /** The beginning of a text, without what a guest could do to a terminal. */
  public static String onOneLine(String text) {
    String shown =
        text.length() > LONGEST_EXCERPT ? text.substring(0, LONGEST_EXCERPT) + "…" : text;
    return shown.strip().replaceAll("\\p{C}", "?");
  }

  /**
   * A line of {@code /proc/iomem}.
   *
   * @param depth 0 for top level
   */
  public record IomemEntry(int depth, AddressRange range, String name) {}

  /**
   * A device on the dax bus.
   *
   * @param driver bound driver, such as {@code device_dax} or {@code kmem}
   */
  public record DaxDevice(String name, Optional<String> driver, Map<String, String> attributes) {
    public DaxDevice {
      attributes = Map.copyOf(attributes);
    }
  }

  /**
   * A step of the probe, in the guest or over SSH.
   *
   * @param exitStatus -1 for a step that was not seen to end
   * @param output what it printed: at most 4 KiB, of steps over SSH the last
   * @param ssh what is known besides of a step over SSH
   */
  public record Step(String name, int exitStatus, String output, Optional<OverSsh> ssh) {

    private static final int LONGEST_ENDING = 200;

    /** A step that the guest did by itself. */
    public Step(String name, int exitStatus, String output) {
      this(name, exitStatus, output, Optional.empty());
    }

    public boolean succeeded() {
      return exitStatus == 0 && ssh.flatMap(OverSsh::trouble).isEmpty();
    }

    /**
     * How it ended and its last words, such as {@code step mount ended with status 32: mount: no
     * such device}; on one line, without what a guest could do to a terminal.
     */
    public String ending() {
      String how =
          ssh.flatMap(OverSsh::trouble)
              .orElse(exitStatus < 0 ? "did not end" : "ended with status " + exitStatus);
      String last = output.lines().filter(l -> !l.isBlank()).reduce((a, b) -> b).orElse("");
      String shown =
          last.length() > LONGEST_ENDING ? last.substring(0, LONGEST_ENDING) + "…" : last;
      return ("step " + name + " " + how + (shown.isEmpty() ? "" : ": " + shown))
          .replaceAll("\\p{C}", "?");
    }
  }

  /**
   * What straddle saw of a step that it did over SSH.
   *
   * @param deadline as it held on this host
   * @param trouble why it did not succeed, where the exit status does not say
   * @param log the file in the cell's directory that holds all it printed, up to a limit
   * @param results files copied out, named from the cell's directory on
   * @param refused what was not copied out, and why
   */
  public record OverSsh(
      Duration took,
      Duration deadline,
      Optional<String> trouble,
      String log,
      List<String> results,
      List<String> refused) {
    public OverSsh {
      results = List.copyOf(results);
      refused = List.copyOf(refused);
    }
  }
}
