package dev.straddle.verdict.claim;

import dev.straddle.model.DeviceState;
import dev.straddle.model.GuestFacts.DaxDevice;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.List;
import java.util.Optional;

/** As many devices as the guest has NVDIMMs of a mode are bound to the mode's driver. */
record DriverBound(Driver driver) implements Claim {

  /** The drivers of the dax bus. */
  enum Driver {
    DEVICE_DAX("device_dax", GuestSpec.Mode.DEVDAX),
    KMEM("kmem", GuestSpec.Mode.KMEM);

    private final String name;
    private final GuestSpec.Mode mode;

    Driver(String name, GuestSpec.Mode mode) {
      this.name = name;
      this.mode = mode;
    }

    /** How many devices of this guest it should drive. */
    long wantedBy(GuestSpec guest) {
      return guest.pmem().stream().filter(p -> p.mode() == mode).count();
    }
  }

  @Override
  public String name() {
    return driver.name + " is bound";
  }

  @Override
  public Proof check(Evidence boot) {
    List<DaxDevice> devices = boot.seen().facts().daxDevices();
    Optional<List<DaxDevice>> inMemory = boot.devicesAfter().flatMap(DeviceState::daxDevices);
    if (inMemory.isPresent() && !bindings(inMemory.get()).equals(bindings(bound(devices)))) {
      return seen(
          false,
          "the guest says "
              + Texts.list(bindings(bound(devices)))
              + ", its memory "
              + Texts.list(bindings(inMemory.get())));
    }
    long bound = devices.stream().filter(d -> d.driver().equals(Optional.of(driver.name))).count();
    String evidence = String.join(", ", bindings(devices));
    return seen(
        bound == driver.wantedBy(boot.seen().guest())
            && devices.stream().allMatch(d -> d.driver().isPresent()),
        evidence.isEmpty() ? "no device on the dax bus" : evidence);
  }

  private static List<DaxDevice> bound(List<DaxDevice> devices) {
    return devices.stream().filter(d -> d.driver().isPresent()).toList();
  }

  private static List<String> bindings(List<DaxDevice> devices) {
    return devices.stream()
        .map(d -> d.name() + " → " + d.driver().orElse("no driver"))
        .sorted()
        .toList();
  }
}
