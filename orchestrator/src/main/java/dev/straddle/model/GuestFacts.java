package dev.straddle.model;

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
 */
public record GuestFacts(
    Optional<String> release,
    Optional<String> cmdline,
    List<IomemEntry> iomemBefore,
    List<IomemEntry> iomemAfter,
    List<DaxDevice> daxDevices,
    List<Step> steps,
    Map<String, String> other) {

  public static final GuestFacts NONE =
      new GuestFacts(
          Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), List.of(), Map.of());

  public GuestFacts {
    iomemBefore = List.copyOf(iomemBefore);
    iomemAfter = List.copyOf(iomemAfter);
    daxDevices = List.copyOf(daxDevices);
    steps = List.copyOf(steps);
    other = Map.copyOf(other);
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
   * A step of the probe.
   *
   * @param output what it printed, at most 4 KiB
   */
  public record Step(String name, int exitStatus, String output) {}
}
