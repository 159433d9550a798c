package dev.straddle.run;

import dev.straddle.lab.Job;
import dev.straddle.lab.Lab;
import dev.straddle.model.MadeOf;
import dev.straddle.model.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Boots of an earlier run of the same plan. */
final class Earlier {

  private Earlier() {}

  /** An earlier boot says nothing where the host spoilt it or it was given up. */
  static boolean wasWhole(Observation seen) {
    return seen.trouble().isEmpty()
        && switch (seen.ending()) {
          case CRASHED, PROBE_DONE, GUEST_EXITED, SILENT, DEADLINE -> true;
          case QEMU_GONE, INTERRUPTED, ABANDONED -> false;
        };
  }

  /** What has changed since, so that the boot has to be made again; empty when nothing has. */
  static Optional<String> changed(Observation seen, Job.Boot job, Lab lab) {
    if (!seen.kernel().isToldAs(job.kernel())) {
      return Optional.of("the kernel");
    }
    Optional<MadeOf> then = seen.madeOf();
    Optional<MadeOf> now = lab.madeOf(job);
    if (then.isPresent() && now.isPresent()) {
      return changed(then.get(), now.get());
    }
    return seen.guest().equals(job.guest()) ? Optional.empty() : Optional.of("the guest");
  }

  static Optional<String> changed(MadeOf then, MadeOf now) {
    if (then.all().equals(now.all())) {
      return Optional.empty();
    }
    List<String> what = new ArrayList<>();
    compare(then.guest(), now.guest(), "the guest", what);
    compare(then.probe(), now.probe(), "the probe", what);
    compare(then.kernel(), now.kernel(), "the kernel's image", what);
    compare(then.vmlinux(), now.vmlinux(), "vmlinux", what);
    compare(then.qemu(), now.qemu(), "QEMU", what);
    compare(then.plan(), now.plan(), "the plan", what);
    // The guest's programs follow from the probe; else they are straddle's own or newer packages.
    if (what.isEmpty()) {
      what.add("the guest's programs");
    }
    return Optional.of(String.join(", ", what));
  }

  private static void compare(String then, String now, String name, List<String> what) {
    if (!then.equals(now)) {
      what.add(name);
    }
  }
}
