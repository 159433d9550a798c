package dev.straddle.cli;

import dev.straddle.doctor.HostView;
import dev.straddle.guest.Accelerator;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.lab.Site;
import dev.straddle.process.StopOnSignal;
import dev.straddle.run.SingleBoot;
import dev.straddle.spec.Places;
import dev.straddle.view.BuildProgress;

/** The wiring of commands that boot outside a matrix. */
final class SingleBoots {

  /** What is done with boots. */
  @FunctionalInterface
  interface Work {
    int with(SingleBoot boots) throws Exception;
  }

  private SingleBoots() {}

  /**
   * Does something with boots, and stops them when a signal comes.
   *
   * @param command hears how they go on
   */
  static int during(Subcommand command, Work work) throws Exception {
    return during(command, new SiteOptions(), "boot", work);
  }

  /**
   * The same in a lab that was asked for.
   *
   * @param name of what is done there
   */
  @SuppressWarnings("try") // the handler of signals is held, not spoken to
  static int during(Subcommand command, SiteOptions options, String name, Work work)
      throws Exception {
    Places places = Places.standard();
    Accelerator accelerator = new AcceleratorChoice(places.cache()).choose();
    SingleBoot.Setting setting =
        new SingleBoot.Setting(
            places.cache(),
            places.boots(),
            accelerator,
            HostView.host(accelerator.qemuName()),
            Version.text());
    BuildProgress progress = new BuildProgress(command.err());
    try (SingleBoot boots =
            new SingleBoot(
                setting,
                options.lab(places, Site.once(name), accelerator),
                new SingleBoot.Watcher(progress, progress::boot));
        StopOnSignal signal = command.stopping(boots::stop)) {
      return work.with(boots);
    }
  }
}
