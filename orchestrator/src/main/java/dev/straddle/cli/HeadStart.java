package dev.straddle.cli;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.spec.Catalogue;
import java.util.Optional;

/**
 * Looks up kernel and guest of {@code straddle boot} while its command line is still being read, on
 * the other processor, and throws the answer away: what counts is that the JVM has loaded and
 * initialised by then what it takes.
 */
final class HeadStart {

  private HeadStart() {}

  static void of(String... words) {
    if (words.length >= 3 && words[0].equals("boot")) {
      Thread thread = new Thread(() -> lookUp(words[1], words[2]), "head start");
      thread.setDaemon(true);
      // The command meets the same trouble, and tells it.
      thread.setUncaughtExceptionHandler((t, trouble) -> {});
      thread.start();
    }
  }

  private static void lookUp(String kernel, String guest) {
    Places places = Places.standard();
    Catalogue catalogue = KernelOnGuest.catalogue(places.home(), kernel, guest);
    GuestSpec machine = Requested.guest(catalogue, guest);
    Requested.KernelVariant asked = Requested.kernel(catalogue, kernel);
    try {
      Optional<KernelArtifact> artifact =
          new KernelBuilder(places.cache(), 1, event -> {}).cached(asked.kernel(), asked.variant());
      artifact.ifPresent(a -> AddressPlanner.plan(machine, a.structPageSize()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
