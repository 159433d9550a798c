package dev.straddle.lab;

import dev.straddle.guest.Accelerator;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.model.SlurmOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Where work is done; each opens a lab there. */
public enum Site {
  /** On this machine. */
  HERE {
    @Override
    public Lab lab(Setting setting, String name, Limits limits) {
      Budget budget = Budget.ofHost().with(limits.processors(), limits.memory());
      int jobs = limits.jobs().orElse(budget.processors());
      return new LocalLab(budget, new HostWorker(setting.cache(), jobs, setting.accelerator()));
    }
  },

  /** On the nodes of a cluster. */
  SLURM {
    @Override
    public Lab lab(Setting setting, String name, Limits limits) throws InterruptedException {
      KernelBuilder cache = new KernelBuilder(setting.cache(), 1, event -> {});
      Path spool = setting.cache().resolve("lab").resolve("straddle-" + name);
      return new ClusterLab(
          new SlurmEngine(
              setting.slurm(), setting.launcher(), spool.resolve("tasks"), "straddle-" + name),
          spool,
          setting.cache(),
          limits.jobs().orElse(setting.slurm().compilers()),
          job -> cache.atHand(job.kernel(), job.variant()),
          Pace.USUAL,
          setting.notes());
    }
  };

  /**
   * What labs work with.
   *
   * @param cache of sources and kernels; nodes of a cluster see it too
   * @param accelerator of guests on this machine
   * @param launcher of straddle, for nodes of a cluster
   * @param notes hears what a person should know when the lab closes
   */
  public record Setting(
      Path cache,
      Accelerator accelerator,
      Path launcher,
      SlurmOptions slurm,
      Consumer<String> notes) {}

  /**
   * What a lab may use; what is left out is left to the site.
   *
   * @param memory bytes
   * @param jobs compilers of one build
   */
  public record Limits(
      Optional<Integer> processors, Optional<Long> memory, Optional<Integer> jobs) {

    public static final Limits NONE =
        new Limits(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A name for a lab that is opened once: process ids alone are the same in other containers. */
  public static String once(String what) {
    return what + "-" + ProcessHandle.current().pid() + "-" + System.currentTimeMillis();
  }

  /**
   * Opens a lab.
   *
   * @param name two labs of one name do not work at the same time
   */
  public abstract Lab lab(Setting setting, String name, Limits limits) throws InterruptedException;
}
