package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestFacts.IomemEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundDevicesTest {

  @Test
  void aDriverIsToldByWhatItMakesOfTheMemory() {
    assertThat(
            BoundDevices.in(
                List.of(
                    entry(0, "System RAM"),
                    entry(1, "Kernel code"),
                    entry(0, "Persistent Memory"),
                    entry(1, "namespace0.0"),
                    entry(2, "dax0.0"),
                    entry(0, "Persistent Memory"),
                    entry(1, "dax1.0"),
                    entry(2, "System RAM (kmem)"),
                    entry(0, "System RAM"))))
        .extracting(d -> d.name() + " " + d.driver().orElseThrow())
        .containsExactly("dax0.0 device_dax", "dax1.0 kmem");
  }

  private static IomemEntry entry(int depth, String name) {
    return new IomemEntry(depth, AddressRange.ofSize(new Address(0), 1 << 20), name);
  }
}
