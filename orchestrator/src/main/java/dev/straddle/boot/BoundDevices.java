package dev.straddle.boot;

import dev.straddle.model.GuestFacts.DaxDevice;
import dev.straddle.model.GuestFacts.IomemEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which devices of the dax bus have a driver, by the kernel's resources: each driver claims its
 * device's memory under the device's name when it is bound and gives it back when it is not, and
 * kmem makes RAM of it.
 */
final class BoundDevices {

  private static final Pattern NAME = Pattern.compile("dax\\d{1,4}\\.\\d{1,4}");
  private static final String RAM = "System RAM";

  private BoundDevices() {}

  static List<DaxDevice> in(List<IomemEntry> resources) {
    List<DaxDevice> bound = new ArrayList<>();
    for (int n = 0; n < resources.size(); n++) {
      IomemEntry entry = resources.get(n);
      if (NAME.matcher(entry.name()).matches()) {
        boolean isRam =
            resources.subList(n + 1, resources.size()).stream()
                .takeWhile(below -> below.depth() > entry.depth())
                .anyMatch(below -> below.name().startsWith(RAM));
        bound.add(
            new DaxDevice(entry.name(), Optional.of(isRam ? "kmem" : "device_dax"), Map.of()));
      }
    }
    return bound;
  }
}
