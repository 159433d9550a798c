package dev.straddle.lab;

import dev.straddle.runs.RunDirectory;

/** What results of workers mean to those who asked. */
final class Results {

  private Results() {}

  /** The answer to a job; the record of a boot is read from its run. */
  static Answer answer(Job job, WorkFile.Result result) {
    if (result.trouble().isPresent()) {
      return new Answer.Trouble(job, "node " + result.node() + ": " + result.trouble().get());
    }
    if (job instanceof Job.Build build) {
      return result.kernel().isPresent()
          ? new Answer.Built(build, result.kernel().get())
          : new Answer.NotBuilt(build, result.failure().orElseThrow());
    }
    if (job instanceof Job.Save save) {
      return new Answer.Saved(save, result.saved());
    }
    Job.Boot boot = (Job.Boot) job;
    try {
      return RunDirectory.open(boot.run())
          .observation(boot.cell())
          .<Answer>map(seen -> new Answer.Booted(boot, seen))
          .orElseGet(
              () ->
                  new Answer.Trouble(
                      job, "node " + result.node() + " booted it, and its record is not here"));
    } catch (RuntimeException e) {
      return new Answer.Trouble(job, "node " + result.node() + ": " + e.getMessage());
    }
  }
}
